import { isFhirList, isFhirObject, type FhirValue } from './json.js';

/** Something in a resource that we do not know: it is reported, never dropped silently (house rule 10). */
export interface UnknownElement {
  /** `modifier`: it may invert the meaning, so the resource is not used (CDA-05). `extension`: kept out, reported. */
  readonly kind: 'modifier' | 'extension';
  readonly path: string;
  /** URL of the extension, or the name of the modifying element. */
  readonly name: string;
}

const urlOf = (extension: FhirValue): string => {
  const url = isFhirObject(extension) ? extension['url'] : undefined;
  return typeof url === 'string' ? url : '(no url)';
};

/**
 * Walks a resource, its contained resources included, and lists extensions whose URL is not among `known`,
 * every `modifierExtension` not among `knownModifiers`, and `implicitRules`, which changes the meaning of the whole.
 */
export function unknownElements(
  value: FhirValue, path: string, known: ReadonlySet<string>, knownModifiers: ReadonlySet<string> = new Set(),
): readonly UnknownElement[] {
  const found: UnknownElement[] = [];
  const walk = (current: FhirValue, here: string): void => {
    if (isFhirList(current)) return current.forEach((item, index) => { walk(item, `${here}[${String(index)}]`); });
    if (!isFhirObject(current)) return;
    for (const [name, member] of Object.entries(current)) {
      const place = `${here}.${name}`;
      if (name === 'implicitRules') found.push({ kind: 'modifier', path: place, name });
      const isModifier = name === 'modifierExtension';
      if ((isModifier || name === 'extension') && isFhirList(member)) {
        for (const url of member.map(urlOf)) {
          if (isModifier && !knownModifiers.has(url)) found.push({ kind: 'modifier', path: place, name: url });
          // Children of a complex extension have short names that belong to it.
          if (!isModifier && url.includes(':') && !known.has(url)) found.push({ kind: 'extension', path: place, name: url });
        }
      }
      walk(member, place);
    }
  };
  walk(value, path);
  return found;
}
