import { attr, child, childrenOf, element, NS, type XmlElement } from '@ncp/xml';
import { OBJECT_TYPE, type IdentifierScheme } from './registry-codes.js';
import { readSlots, slot } from './slots.js';

/** Parts that every registry object may have: names, classifications, external identifiers. */

/** Makes one lower-case UUID per call. Randomness is the caller's (rule R1). */
export type MakeUuid = () => string;

/** Longest text of a LocalizedString and of a slot value or node (ebRIM FreeFormText and LongName). */
export const MAX_NAME_CHARACTERS = 1024;
export const MAX_VALUE_CHARACTERS = 256;

/** Cuts a text to a length with a visible mark; never used for anything that decides. */
export const clip = (text: string, maxCharacters: number): string => {
  if (text.length <= maxCharacters) return text;
  // Half of a surrogate pair is no character.
  const kept = text.slice(0, maxCharacters - 1).replace(/[\ud800-\udbff]$/, '');
  return `${kept}\u2026`;
};

/** `rim:Name` or `rim:Description`; nothing when there is no text (IHE-11). */
export const localized = (qname: 'rim:Name' | 'rim:Description', text: string): XmlElement | undefined =>
  text.trim() === ''
    ? undefined
    : element(NS.rim, qname, {}, element(NS.rim, 'rim:LocalizedString', { value: clip(text, MAX_NAME_CHARACTERS) }));

export const readLocalized = (owner: XmlElement, local: 'Name' | 'Description'): string | undefined => {
  const holder = child(owner, NS.rim, local);
  const text = holder === undefined ? undefined : child(holder, NS.rim, 'LocalizedString');
  return text === undefined ? undefined : attr(text, 'value');
};

export interface ClassificationDraft {
  readonly scheme: string;
  readonly node: string;
  /** At least one slot: OpenNCP's initiator fails on a classification without (wire-contract 2.5). */
  readonly slots: readonly [XmlElement, ...XmlElement[]];
  readonly name: string;
}

/** A code with its coding scheme and display name. */
export const codeDraft = (scheme: string, node: string, codingScheme: string, name: string): ClassificationDraft => ({
  scheme, node, slots: [slot('codingScheme', codingScheme)], name: name.trim() === '' ? node : name,
});

export const classification = (owner: string, draft: ClassificationDraft, uuid: MakeUuid): XmlElement =>
  element(NS.rim, 'rim:Classification', {
    id: `urn:uuid:${uuid()}`,
    classificationScheme: draft.scheme,
    classifiedObject: owner,
    objectType: OBJECT_TYPE.classification,
    nodeRepresentation: draft.node,
  }, draft.slots, localized('rim:Name', draft.name));

export interface ReadClassification {
  readonly scheme: string;
  readonly node: string;
  readonly slots: ReadonlyMap<string, readonly string[]>;
  readonly name?: string;
}

/** Classifications of an object; a missing Name or slot is tolerated (wire-contract 2.5). */
export const readClassifications = (owner: XmlElement): readonly ReadClassification[] =>
  childrenOf(owner, NS.rim, 'Classification').map((found) => {
    const name = readLocalized(found, 'Name');
    return {
      scheme: attr(found, 'classificationScheme') ?? '',
      node: (attr(found, 'nodeRepresentation') ?? '').trim(),
      slots: readSlots(found),
      ...(name === undefined ? {} : { name }),
    };
  });

export const externalIdentifier = (owner: string, scheme: IdentifierScheme, value: string, uuid: MakeUuid): XmlElement =>
  element(NS.rim, 'rim:ExternalIdentifier', {
    id: `urn:uuid:${uuid()}`,
    identificationScheme: scheme.scheme,
    objectType: OBJECT_TYPE.externalIdentifier,
    registryObject: owner,
    value,
  }, localized('rim:Name', scheme.name));

/** Value of an external identifier, found by its scheme or by its Name. */
export const readExternalIdentifier = (owner: XmlElement, wanted: IdentifierScheme): string | undefined => {
  const all = childrenOf(owner, NS.rim, 'ExternalIdentifier');
  const found =
    all.find((one) => attr(one, 'identificationScheme') === wanted.scheme) ??
    all.find((one) => readLocalized(one, 'Name') === wanted.name);
  const value = found === undefined ? undefined : attr(found, 'value')?.trim();
  return value === '' ? undefined : value;
};
