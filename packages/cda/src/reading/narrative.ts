import { attr, walk, type XmlElement } from '@ncp/xml';
import { v3All, v3At, wholeText } from './elements.js';
import type { ReadingNotes } from './notes.js';

/** What `text/reference` points at: elements by their ID (cda-documents 1.12). The first wins; a second is a rule error. */
export const narrativeIds = (root: XmlElement): ReadonlyMap<string, XmlElement> => {
  const ids = new Map<string, XmlElement>();
  for (const el of walk(root)) {
    const id = attr(el, 'ID');
    if (id !== undefined && !ids.has(id)) ids.set(id, el);
  }
  return ids;
};

/** The text of an entry: what it refers to in the narrative, else what it holds itself. */
export const referredText = (entry: XmlElement, ids: ReadonlyMap<string, XmlElement>, notes: ReadingNotes): string | undefined => {
  const text = v3At(entry, 'text');
  const reference = v3All(text, 'reference')[0];
  const target = reference === undefined ? undefined : (attr(reference, 'value') ?? '').replace(/^#/, '');
  if (reference !== undefined && target !== undefined && target !== '') {
    const found = ids.get(target);
    if (found !== undefined) return wholeText(found);
    notes.note(reference, 'reference-unresolved');
  }
  return wholeText(text);
};

/** White space that is not just one blank: the blanks between words, nearly all there is, need no writing. */
const UNEVEN = /[^\S ]\s*| \s+/g;
const BLOCKS: ReadonlySet<string> = new Set(['paragraph', 'tr', 'item', 'caption', 'title', 'list', 'table']);

/** The decoder and the reader of all facts ask for the same narratives, and these are most of a document. */
const told = new WeakMap<XmlElement, readonly string[]>();

/** The narrative as lines: one for each block that holds no other, cells of a row separated. For showing only. */
export const narrativeLines = (text: XmlElement | undefined): readonly string[] => {
  if (text === undefined) return [];
  const lines = told.get(text) ?? linesOf(text);
  told.set(text, lines);
  return lines;
};

const linesOf = (text: XmlElement): readonly string[] => {
  const lines: string[] = [];
  let line: string[] = [];
  const flush = (): void => {
    const joined = line.join('').replace(UNEVEN, ' ').replace(/^(?: \|)+ /, '').trim();
    if (joined !== '') lines.push(joined);
    line = [];
  };
  const collect = (at: XmlElement): void => {
    for (const node of at.children) {
      if (node.kind === 'text') line.push(node.value);
      if (node.kind !== 'element') continue;
      if (BLOCKS.has(node.local) || node.local === 'br') flush();
      if ((node.local === 'td' || node.local === 'th') && line.some((part) => part.trim() !== '')) line.push(' | ');
      collect(node);
      if (BLOCKS.has(node.local)) flush();
    }
  };
  collect(text);
  flush();
  return lines;
};
