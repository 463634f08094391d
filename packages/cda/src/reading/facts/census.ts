import { attr, NS, pathOf, type XmlElement } from '@ncp/xml';

/**
 * Everything in a document that must not be lost, found without any knowledge of templates: the other side of "nothing
 * dropped" (issue 3.5). It is counted by attributes alone, so that a mistake of the reader is not made here too.
 */
export type SourceItem =
  | { readonly kind: 'code'; readonly at: string; readonly code: string; readonly codeSystem: string; readonly display: string }
  | { readonly kind: 'null-code'; readonly at: string; readonly nullFlavor: string }
  /** A quantity, a time, a telephone number: whatever stands in `value`. */
  | { readonly kind: 'value'; readonly at: string; readonly value: string; readonly unit: string }
  | { readonly kind: 'identifier'; readonly at: string; readonly root: string; readonly extension: string }
  | { readonly kind: 'text'; readonly at: string; readonly text: string }
  | { readonly kind: 'negation'; readonly at: string }
  /** The whole text of a section, white space aside. */
  | { readonly kind: 'narrative'; readonly at: string; readonly text: string };

const CODED_TYPES: ReadonlySet<string> = new Set(['CD', 'CE', 'CV', 'CO', 'CS']);
const isCodedNull = (el: XmlElement): boolean =>
  attr(el, 'nullFlavor') !== undefined && (CODED_TYPES.has((attr(el, 'type', NS.xsi) ?? '').replace(/^.*:/, '')) || el.local === 'code' || el.local.endsWith('Code') && el.local !== 'postalCode');

const ownText = (el: XmlElement): string => el.children.map((node) => (node.kind === 'text' ? node.value : '')).join(' ').replace(/\s+/g, ' ').trim();
const allText = (el: XmlElement): string => el.children.map((node) => {
  if (node.kind === 'text') return node.value.replace(/\s+/g, '');
  return node.kind === 'element' ? allText(node) : '';
}).join('');

const isNarrative = (el: XmlElement): boolean => el.local === 'text' && el.parent?.local === 'section';
const isFormOnly = (el: XmlElement): boolean => el.local === 'templateId' || el.local === 'typeId';

const itemsOf = (el: XmlElement): readonly SourceItem[] => {
  const at = pathOf(el);
  const code = attr(el, 'code')?.trim() ?? '';
  const value = attr(el, 'value')?.trim() ?? '';
  const root = attr(el, 'root') ?? '';
  const text = ownText(el);
  const isReference = el.local === 'reference' && attr(el, 'value')?.startsWith('#') === true;
  return [
    ...(code === '' ? [] : [{ kind: 'code', at, code, codeSystem: attr(el, 'codeSystem')?.trim() ?? '', display: attr(el, 'displayName')?.trim() ?? '' } as const]),
    ...(code === '' && isCodedNull(el) ? [{ kind: 'null-code', at, nullFlavor: attr(el, 'nullFlavor') ?? '' } as const] : []),
    ...(value === '' || isReference ? [] : [{ kind: 'value', at, value, unit: attr(el, 'unit')?.trim() ?? '' } as const]),
    ...(root === '' ? [] : [{ kind: 'identifier', at, root, extension: attr(el, 'extension') ?? '' } as const]),
    ...(text === '' || attr(el, 'representation') === 'B64' ? [] : [{ kind: 'text', at, text } as const]),
    ...(attr(el, 'negationInd') === 'true' ? [{ kind: 'negation', at } as const] : []),
  ];
};

export const sourceItems = (root: XmlElement): readonly SourceItem[] => {
  const items: SourceItem[] = [];
  const visit = (el: XmlElement): void => {
    if (isFormOnly(el)) return;
    if (isNarrative(el)) {
      const text = allText(el);
      if (text !== '') items.push({ kind: 'narrative', at: pathOf(el), text });
      return;
    }
    items.push(...itemsOf(el));
    for (const node of el.children) if (node.kind === 'element') visit(node);
  };
  visit(root);
  return items;
};
