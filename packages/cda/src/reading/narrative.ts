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
