import { attr, type XmlElement } from '@ncp/xml';
import { codesIn } from './fact-content.js';
import type { FactContent } from './fact.js';
import { lookAt, type FactType, type Look } from './fact-type.js';

/**
 * What an element says beside what its type can hold: a value on an address, a code on an amount, a reason for saying nothing
 * on something that says it. Documents do not do this, except for those that do; then nothing may be lost either.
 */

/** Which of its attributes the content of a type holds. */
const HELD: Readonly<Partial<Record<FactType, readonly ('coded' | 'value' | 'root' | 'nullFlavor')[]>>> = {
  'code': ['coded', 'nullFlavor'], 'quantity': ['value', 'nullFlavor'], 'quantity-interval': ['value', 'nullFlavor'], 'time': ['value'], 'telecom': ['value'],
  'flag': ['value'], 'identifier': ['root'], 'absent': ['nullFlavor'],
};

const given = (el: XmlElement, name: string): string => attr(el, name)?.trim() ?? '';

/** A reference into the narrative says where the words are; the words are read with the element around it. */
const isReference = (el: XmlElement): boolean => el.local === 'reference' && given(el, 'value').startsWith('#');

export const leftoversOf = (el: XmlElement, look: Look, type: FactType): readonly FactContent[] => {
  if (!look.coded && !look.value && !look.unit && !look.root && !look.nullFlavor && !look.negated) return [];
  // A time that is null is no time, whatever its value says.
  const held = type === 'time' && look.nullFlavor ? [] : (HELD[type] ?? []);
  const contents: FactContent[] = look.negated ? [{ kind: 'negation' }] : [];
  if (look.coded && !held.includes('coded') && (given(el, 'code') !== '' || given(el, 'displayName') !== '')) {
    const display = given(el, 'code') === '' ? given(el, 'displayName') : '';
    contents.push({ kind: 'code', codes: codesIn(el).slice(0, display === '' ? 1 : 0), ...(display === '' ? {} : { originalText: display }) });
  }
  const value = [given(el, 'value'), given(el, 'unit')].filter((part) => part !== '').join(' ');
  if (value !== '' && !held.includes('value') && !isReference(el)) contents.push({ kind: 'text', text: value });
  if (held[0] === 'value' && held.length === 1 && given(el, 'unit') !== '') contents.push({ kind: 'text', text: given(el, 'unit') });
  if (look.root && !held.includes('root')) {
    const extension = attr(el, 'extension') ?? '';
    contents.push({ kind: 'identifier', root: attr(el, 'root') ?? '', ...(extension === '' ? {} : { extension }) });
  }
  const nullFlavor = given(el, 'nullFlavor');
  if (nullFlavor !== '' && !held.includes('nullFlavor')) contents.push({ kind: 'absent', nullFlavor });
  return contents;
};

/** Leftovers of the elements inside one that was read as words; `nulls` false where a part that is null is shown by not being there. */
export const wordyLeftovers = (el: XmlElement, nulls: boolean): readonly FactContent[] => el.children.flatMap((node) => {
  if (node.kind !== 'element') return [];
  const own = leftoversOf(node, lookAt(node), 'nothing').filter(({ kind }) => nulls || kind !== 'absent');
  return [...own, ...wordyLeftovers(node, nulls)];
});
