import { sourceItems, type SourceItem } from '@ncp/cda';
import type { CodedValue, ReadDocument, ReadLine } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';

/** Where one thing of the source went: the key of its line, or nowhere. */
export interface Accounted {
  readonly item: SourceItem;
  readonly key?: string;
}

interface OpenLine {
  readonly line: ReadLine;
  /** Codes that no element of the source has claimed yet: each stands for one. */
  readonly codes: CodedValue[];
}

const withoutSpace = (text: string): string => text.replace(/[\s|]+/g, '');

const linesOf = (read: ReadDocument): readonly ReadLine[] =>
  read.sections.flatMap((section) => [...section.lines, ...section.entries.flatMap((entry) => entry.lines)]);

const claimsCode = ({ codes }: OpenLine, item: Extract<SourceItem, { readonly kind: 'code' }>): boolean => {
  const index = codes.findIndex(({ code, codeSystem, display }) => code === item.code && codeSystem === item.codeSystem && (display ?? '') === item.display);
  if (index < 0) return false;
  codes.splice(index, 1);
  return true;
};

const saysNothing = ({ mark }: ReadLine): boolean => mark === 'missing' || mark === 'untranslated';

/** A part of a name or an address that is null is shown by not being there, where other parts are. */
const isPartOfWords = (at: string, line: string): boolean => at !== line && /\/(?:addr|name)(?:\[\d+\])?$/.test(line);

const holds = (open: OpenLine, item: SourceItem): boolean => {
  const original = open.line.original?.text ?? '';
  switch (item.kind) {
    case 'code': return claimsCode(open, item);
    case 'null': return saysNothing(open.line) || original.includes(`(${item.nullFlavor})`) || isPartOfWords(item.at, open.line.at ?? '');
    case 'name': return original.includes(item.display);
    case 'value': return original.includes(item.value);
    case 'identifier': return original.includes(item.root) && original.includes(item.extension);
    case 'text': return withoutSpace(original).includes(withoutSpace(item.text));
    case 'negation': return open.line.sv?.startsWith('NEKAS') === true;
    // The text of a section where nobody looks for sections.
    case 'narrative': return withoutSpace(original).includes(withoutSpace(item.text));
  }
};

/** A value and its unit may be in two lines where the element is no amount. */
const holding = (there: readonly OpenLine[], item: SourceItem): OpenLine | undefined => {
  const found = there.find((candidate) => holds(candidate, item));
  if (item.kind !== 'value' || item.unit === '' || item.unit === '1') return found;
  return there.some(({ line }) => line.original?.text.includes(item.unit) === true) ? found : undefined;
};

/**
 * Says of everything in a source where it is in what was read (nothing is dropped). A thing is in the line of its
 * own element or of one around it, and each code of a line stands for one element only. Whatever has no key is lost.
 */
export const account = (root: XmlElement, read: ReadDocument): readonly Accounted[] => {
  const byPlace = new Map<string, OpenLine[]>();
  for (const line of linesOf(read)) {
    if (line.at === undefined) continue;
    const open: OpenLine = { line, codes: [...(line.code === undefined ? [] : [line.code]), ...(line.translations ?? [])] };
    const there = byPlace.get(line.at) ?? [];
    there.push(open);
    byPlace.set(line.at, there);
  }
  const narratives = withoutSpace(read.sections.flatMap((section) => section.narrative).join(''));
  return sourceItems(root).map((item) => {
    if (item.kind === 'narrative' && narratives.includes(withoutSpace(item.text))) return { item, key: 'narrative' };
    for (let at = item.at; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const open = holding(byPlace.get(at) ?? [], item);
      if (open !== undefined) return { item, key: open.line.key };
    }
    return { item };
  });
};
