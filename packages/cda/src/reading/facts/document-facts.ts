import type { ZoneName } from '@ncp/domain';
import { attr, type XmlElement } from '@ncp/xml';
import { wholeText } from '../elements.js';
import { narrativeIds, narrativeLines } from '../narrative.js';
import { codesIn, type TextOf } from './fact-content.js';
import type { DocumentFact, DocumentFacts, FactEntry, FactSection, StatementRole } from './fact.js';
import { placedChildren, walkFacts, type WalkPlace } from './walk-facts.js';

/**
 * The words an element refers to in the narrative, and its own where they say something else (cda-documents 1.12).
 * A reference that leads nowhere is still shown: somebody may know what it meant.
 */
const textOfIn = (ids: ReadonlyMap<string, XmlElement>): TextOf => (el) => {
  const own = wholeText(el);
  const reference = el.children.find((node) => node.kind === 'element' && node.local === 'reference');
  if (reference?.kind !== 'element') return own;
  const target = attr(reference, 'value') ?? '';
  const found = wholeText(ids.get(target.replace(/^#/, '')));
  if (found === undefined) return own ?? (target === '' ? undefined : target);
  return own === undefined || found.includes(own) ? found : `${found} ${own}`;
};

interface Reading {
  readonly zone: ZoneName | undefined;
  readonly textOf: TextOf;
}

const start = (role: StatementRole, at: string, key: string): WalkPlace => ({ role, within: [key], path: '', at, counts: new Map() });

interface Goal {
  readonly section: string;
  /** Where the facts go: a document may have very many. */
  readonly facts: DocumentFact[];
}

const readInto = ({ section, facts }: Goal, el: XmlElement, place: WalkPlace, reading: Reading): void => {
  walkFacts(el, place.at, place, { ...reading, section, facts });
};

const sectionsIn = (el: XmlElement, at: string, reading: Reading, sections: FactSection[]): void => {
  for (const [child, childAt] of placedChildren(el, at)) {
    if (child.local === 'section') readSection(child, childAt, reading, sections);
    else if (child.local === 'component' || child.local === 'structuredBody') sectionsIn(child, childAt, reading, sections);
  }
};

const readSection = (section: XmlElement, at: string, reading: Reading, sections: FactSection[]): void => {
  const children = placedChildren(section, at);
  const named = (local: string): XmlElement | undefined => children.find(([child]) => child.local === local)?.[0];
  const codeElement = named('code');
  const [code] = codeElement === undefined ? [] : codesIn(codeElement);
  const key = code?.code ?? String(sections.length + 1);
  const facts: DocumentFact[] = [];
  const entries: FactEntry[] = [];
  for (const [child, childAt] of children) {
    if (child.local === 'text' || child.local === 'component') continue;
    if (child.local !== 'entry') {
      readInto({ section: key, facts }, child, start('section', childAt, 'section'), reading);
      continue;
    }
    const entryKey = `entry.${String(entries.length + 1)}`;
    const found: DocumentFact[] = [];
    for (const [statement, statementAt] of placedChildren(child, childAt)) {
      readInto({ section: key, facts: found }, statement, { ...start('section', statementAt, entryKey), within: [] }, reading);
    }
    entries.push({ key: entryKey, facts: found });
  }
  const title = wholeText(named('title'));
  const language = attr(named('languageCode') ?? section, 'code');
  sections.push({
    key, at, narrative: narrativeLines(named('text')), facts, entries,
    ...(code === undefined ? {} : { code }),
    ...(title === undefined ? {} : { title }),
    ...(language === undefined ? {} : { language }),
  });
  sectionsIn(section, at, reading, sections);
};

/** All that a document of level 3 says: its header part by part, its sections entry by entry. */
export const documentFacts = (root: XmlElement, options: { readonly zone?: ZoneName } = {}): DocumentFacts => {
  const reading: Reading = { zone: options.zone, textOf: textOfIn(narrativeIds(root)) };
  const header: FactEntry[] = [];
  const sections: FactSection[] = [];
  const at = `/${root.local}`;
  const counts = new Map<string, number>();
  for (const [child, childAt] of placedChildren(root, at)) {
    if (child.local === 'component') {
      sectionsIn(child, childAt, reading, sections);
      continue;
    }
    const count = (counts.get(child.local) ?? 0) + 1;
    counts.set(child.local, count);
    const key = count === 1 ? child.local : `${child.local}.${String(count)}`;
    const facts: DocumentFact[] = [];
    readInto({ section: '', facts }, child, start('header', childAt, key), reading);
    if (facts.length > 0) header.push({ key, facts });
  }
  return { header, sections };
};
