import { attr, pathOf, type XmlElement } from '@ncp/xml';

/**
 * Everything in a document that must not be lost, found without any knowledge of templates: the other side of "nothing
 * dropped". It is counted by attributes alone, so that a mistake of the reader is not made here too.
 */
export type SourceItem =
  | { readonly kind: 'code'; readonly at: string; readonly code: string; readonly codeSystem: string; readonly display: string }
  /** An element that says why it says nothing, whatever its type. */
  | { readonly kind: 'null'; readonly at: string; readonly nullFlavor: string }
  /** A name where its code should be too. */
  | { readonly kind: 'name'; readonly at: string; readonly display: string }
  /** A quantity, a time, a telephone number: whatever stands in `value`. */
  | { readonly kind: 'value'; readonly at: string; readonly value: string; readonly unit: string }
  | { readonly kind: 'identifier'; readonly at: string; readonly root: string; readonly extension: string }
  | { readonly kind: 'text'; readonly at: string; readonly text: string }
  | { readonly kind: 'negation'; readonly at: string }
  /** The whole text of a section, white space aside. */
  | { readonly kind: 'narrative'; readonly at: string; readonly text: string };

/** The words between two child elements each; comments are no words and part none. */
const wordsIn = (el: XmlElement): readonly string[] => {
  const runs = [''];
  for (const node of el.children) {
    if (node.kind === 'element') runs.push('');
    else if (node.kind === 'text') runs.push((runs.pop() ?? '') + node.value);
  }
  return runs.map((run) => run.replace(/\s+/g, ' ').trim()).filter((run) => run !== '');
};
const allText = (el: XmlElement): string => el.children.map((node) => {
  if (node.kind === 'text') return node.value.replace(/\s+/g, '');
  return node.kind === 'element' ? allText(node) : '';
}).join('');

const isNarrative = (el: XmlElement): boolean => el.local === 'text' && el.parent?.local === 'section';
const isFormOnly = (el: XmlElement): boolean => el.local === 'templateId' || el.local === 'typeId';

const itemsOf = (el: XmlElement, at: string): readonly SourceItem[] => {
  const given = (name: string): string => attr(el, name)?.trim() ?? '';
  const [code, value, unit, nullFlavor, display] = [given('code'), given('value'), given('unit'), given('nullFlavor'), given('displayName')];
  const [root, extension] = [attr(el, 'root') ?? '', attr(el, 'extension') ?? ''];
  const isReference = el.local === 'reference' && value.startsWith('#');
  return [
    ...(code === '' ? [] : [{ kind: 'code', at, code, codeSystem: given('codeSystem'), display } as const]),
    ...(code === '' && display !== '' ? [{ kind: 'name', at, display } as const] : []),
    ...(nullFlavor === '' ? [] : [{ kind: 'null', at, nullFlavor } as const]),
    ...(isReference || (value === '' && unit === '') ? [] : [{ kind: 'value', at, value, unit } as const]),
    ...(root === '' && extension === '' ? [] : [{ kind: 'identifier', at, root, extension } as const]),
    ...(attr(el, 'representation') === 'B64' ? [] : wordsIn(el).map((text) => ({ kind: 'text', at, text } as const))),
    ...(attr(el, 'negationInd') === 'true' ? [{ kind: 'negation', at } as const] : []),
  ];
};

/** @param root a whole document: from another element down, places would not be those of the document */
export const sourceItems = (root: XmlElement): readonly SourceItem[] => {
  const items: SourceItem[] = [];
  const visit = (el: XmlElement): void => {
    if (isFormOnly(el)) return;
    if (isNarrative(el)) {
      const [text, nullFlavor] = [allText(el), attr(el, 'nullFlavor')?.trim() ?? ''];
      if (nullFlavor !== '') items.push({ kind: 'null', at: pathOf(el), nullFlavor });
      if (text !== '') items.push({ kind: 'narrative', at: pathOf(el), text });
      return;
    }
    items.push(...itemsOf(el, pathOf(el)));
    for (const node of el.children) if (node.kind === 'element') visit(node);
  };
  visit(root);
  return items;
};
