import type { ZoneName } from '@ncp/domain';
import { attr, type XmlElement } from '@ncp/xml';
import { narrativeLines } from '../narrative.js';
import { ReadingNotes } from '../notes.js';
import { allWords, codesIn, ownWords, type TextOf } from './fact-content.js';
import { lookAt } from './fact-type.js';
import type { DocumentFact, DocumentFacts, FactContent, FactEntry, FactSection, StatementRole } from './fact.js';
import { elementFaults, siblingFaults } from './faults.js';
import { isKnownElement } from './known-names.js';
import { leftoversOf } from './leftovers.js';
import { placedChildren, type Placed } from './placed-children.js';
import { walkFacts, type WalkPlace } from './walk-facts.js';

/** Where something may be referred to, by its ID; the first wins (cda-documents 1.12). */
const identified = (root: XmlElement, notes: ReadingNotes): ReadonlyMap<string, XmlElement> => {
  const ids = new Map<string, XmlElement>();
  const visit = (el: XmlElement): void => {
    for (const { local, ns, value } of el.attributes) {
      if (local === 'revised' && value === 'delete') notes.note(el, 'text-struck');
      if (local !== 'ID' || ns !== '') continue;
      if (ids.has(value)) notes.note(el, 'id-twice');
      else ids.set(value, el);
    }
    for (const node of el.children) if (node.kind === 'element') visit(node);
  };
  visit(root);
  return ids;
};

/**
 * The words an element refers to in the narrative, and its own where they say something else (cda-documents 1.12).
 * A reference that leads nowhere is still shown: somebody may know what it meant.
 */
const textOfIn = (ids: ReadonlyMap<string, XmlElement>, notes: ReadingNotes): TextOf => (el) => {
  const own = allWords(el);
  const reference = el.children.find((node) => node.kind === 'element' && node.local === 'reference');
  if (reference?.kind !== 'element') return own;
  const target = attr(reference, 'value')?.trim() ?? '';
  const referred = ids.get(target.replace(/^#/, ''));
  // An address elsewhere leads out of the document, and is shown as it is.
  if (referred === undefined && target !== '' && (target.startsWith('#') || !target.includes(':'))) notes.note(reference, 'reference-unresolved');
  const found = referred === undefined ? undefined : allWords(referred);
  if (found === undefined) return own ?? (target === '' ? undefined : target);
  return own === undefined || found.includes(own) ? found : `${found} ${own}`;
};

interface Reading {
  readonly zone: ZoneName | undefined;
  readonly textOf: TextOf;
  readonly notes: ReadingNotes;
}

const start = (role: StatementRole, at: string, key: string): WalkPlace => ({ role, within: [key], path: '', depth: 0, at, counts: new Map() });

interface Goal {
  readonly section: string;
  /** Where the facts go: a document may have very many. */
  readonly facts: DocumentFact[];
}

const readInto = ({ section, facts }: Goal, [el, at]: Placed, place: WalkPlace, reading: Reading): void => {
  walkFacts(el, at, place, { ...reading, section, facts });
};

/** What an element that only holds others says itself: nothing, as a rule. */
const holderFacts = ({ section, facts }: Goal, [el, at]: Placed, place: WalkPlace, { notes }: Reading): void => {
  const look = lookAt(el);
  const add = (content: FactContent): void => { facts.push({ role: place.role, within: place.within, path: el.local, at, structural: false, ...content }); };
  for (const content of leftoversOf(el, look, 'holder')) add(content);
  if (look.text) add({ kind: 'text', text: ownWords(el) });
  if (section === '' || !isKnownElement(el)) elementFaults(el, { look, type: 'holder', xsiType: '' }, at, notes);
};

interface Found {
  readonly header: FactEntry[];
  readonly sections: FactSection[];
}

const bodyIn = (body: Placed, reading: Reading, found: Found): void => {
  const facts: DocumentFact[] = [];
  const place = start('header', body[1], 'body');
  holderFacts({ section: '', facts }, body, place, reading);
  for (const child of placedChildren(...body)) {
    const { local } = child[0];
    if (local === 'section') readSection(child, reading, found);
    else if (local === 'component' || local === 'structuredBody') bodyIn(child, reading, found);
    else readInto({ section: '', facts }, child, place, reading);
  }
  if (facts.length === 0) return;
  const bodies = found.header.filter(({ key }) => key.startsWith('body')).length;
  found.header.push({ key: bodies === 0 ? 'body' : `body.${String(bodies + 1)}`, facts });
};

const readSection = (section: Placed, reading: Reading, found: Found): void => {
  const [element, at] = section;
  const children = placedChildren(element, at);
  const named = (local: string): readonly XmlElement[] => children.filter(([child]) => child.local === local).map(([child]) => child);
  const code = named('code').flatMap(codesIn)[0];
  const key = code?.code ?? String(found.sections.length + 1);
  const facts: DocumentFact[] = [];
  const entries: FactEntry[] = [];
  const place = start('section', at, 'section');
  siblingFaults(children, false, reading.notes);
  holderFacts({ section: key, facts }, section, place, reading);
  for (const child of children) {
    const [{ local }, childAt] = child;
    if (local === 'component') continue;
    if (local === 'text') {
      // Its words are the narrative; a reason for having none is a fact.
      const nullFlavor = attr(child[0], 'nullFlavor');
      if (nullFlavor !== undefined) facts.push({ role: 'section', within: ['section'], path: 'text', at: childAt, structural: false, kind: 'absent', nullFlavor });
      continue;
    }
    if (local !== 'entry') {
      readInto({ section: key, facts }, child, start('section', childAt, 'section'), reading);
      continue;
    }
    const entryKey = `entry.${String(entries.length + 1)}`;
    const told: DocumentFact[] = [];
    holderFacts({ section: key, facts: told }, child, { ...start('section', childAt, entryKey), within: [] }, reading);
    for (const statement of placedChildren(...child)) {
      readInto({ section: key, facts: told }, statement, { ...start('section', statement[1], entryKey), within: [] }, reading);
    }
    entries.push({ key: entryKey, facts: told });
  }
  const title = named('title').map((one) => allWords(one)).find((words) => words !== undefined);
  const language = attr(named('languageCode')[0] ?? element, 'code');
  found.sections.push({
    key, at, narrative: named('text').flatMap(narrativeLines), facts, entries,
    ...(code === undefined ? {} : { code }),
    ...(title === undefined ? {} : { title }),
    ...(language === undefined ? {} : { language }),
  });
  for (const child of children) if (child[0].local === 'component') bodyIn(child, reading, found);
};

/**
 * All that a document says: its header part by part, its sections entry by entry; and what was wrong with how it says it.
 * Nothing is left out (`sourceItems` counts), and nothing is put right. `zone` is the issuing country's.
 */
export const documentFacts = (root: XmlElement, options: { readonly zone?: ZoneName } = {}): DocumentFacts => {
  const notes = new ReadingNotes();
  const reading: Reading = { zone: options.zone, notes, textOf: textOfIn(identified(root, notes), notes) };
  const found: Found = { header: [], sections: [] };
  const at = `/${root.local}`;
  const counts = new Map<string, number>();
  const children = placedChildren(root, at);
  siblingFaults(children, false, notes);
  const own: DocumentFact[] = [];
  holderFacts({ section: '', facts: own }, [root, at], start('header', at, 'document'), reading);
  if (own.length > 0) found.header.push({ key: 'document', facts: own });
  for (const child of children) {
    const [{ local }, childAt] = child;
    if (local === 'component') {
      bodyIn(child, reading, found);
      continue;
    }
    const count = (counts.get(local) ?? 0) + 1;
    counts.set(local, count);
    const key = count === 1 ? local : `${local}.${String(count)}`;
    const facts: DocumentFact[] = [];
    readInto({ section: '', facts }, child, start('header', childAt, key), reading);
    if (facts.length > 0) found.header.push({ key, facts });
  }
  return { ...found, findings: notes.findings };
};
