import { conceptKey } from './field-index.js';
import { normaliseTerm } from './normalise-term.js';
import type { CatalogueRelease, CodeMapping, Concept, Language } from './release.js';

export interface NamedSet {
  readonly oid: string;
  readonly name: string;
}

/** One member of a value set that came, went or changed its English text. */
export interface ConceptChange extends Concept {
  readonly valueSet: string;
  readonly valueSetName: string;
  /** Of the later release; of the earlier where the concept is gone. */
  readonly text?: string;
  /** What the earlier release called it, where that differs. */
  readonly was?: string;
}

/** A Swedish text that came, went or changed. */
export interface TextChange extends Concept {
  readonly text?: string;
  readonly was?: string;
}

/** A mapping, by field and source, with where it led and leads. */
export interface MappingChange {
  readonly field: string;
  readonly from: string;
  readonly to?: string;
  readonly was?: string;
}

export interface Changes<T> {
  readonly added: readonly T[];
  readonly changed: readonly T[];
  readonly removed: readonly T[];
}

/** What is different between two releases, each thing named. */
export interface ReleaseDiff {
  readonly from: string;
  readonly to: string;
  readonly valueSets: Pick<Changes<NamedSet>, 'added' | 'removed'>;
  readonly concepts: Changes<ConceptChange>;
  readonly translations: Changes<TextChange>;
  readonly mappings: Changes<MappingChange>;
}

type Texts = ReadonlyMap<string, string>;

const textsOf = (release: CatalogueRelease, language: Language): Texts =>
  new Map(release.designations.flatMap((one) => (one.language === language ? [[conceptKey(one.code, one.codeSystem), one.text] as const] : [])));

const conceptsOf = (release: CatalogueRelease): ReadonlyMap<string, ReadonlyMap<string, Concept>> =>
  new Map(release.valueSets.map(({ oid, concepts }) => [oid, new Map(concepts.map((one) => [conceptKey(one.code, one.codeSystem), one] as const))]));

const textual = (text: string | undefined, was?: string): { readonly text?: string; readonly was?: string } => ({
  ...(text === undefined ? {} : { text }), ...(was === undefined ? {} : { was }),
});

interface Mutable<T> { readonly added: T[]; readonly changed: T[]; readonly removed: T[] }
const noChanges = <T>(): Mutable<T> => ({ added: [], changed: [], removed: [] });

const diffConcepts = (from: CatalogueRelease, to: CatalogueRelease): Changes<ConceptChange> => {
  const changes = noChanges<ConceptChange>();
  const [before, after] = [conceptsOf(from), conceptsOf(to)];
  const [textBefore, textAfter] = [textsOf(from, 'en'), textsOf(to, 'en')];
  const names = new Map([...from.valueSets, ...to.valueSets].map(({ oid, name }) => [oid, name]));
  for (const [oid, valueSetName] of names) {
    const [old, now] = [before.get(oid), after.get(oid)];
    for (const [key, { code, codeSystem }] of now ?? []) {
      const one = { valueSet: oid, valueSetName, code, codeSystem };
      const [was, text] = [textBefore.get(key), textAfter.get(key)];
      if (old?.has(key) !== true) changes.added.push({ ...one, ...textual(text) });
      else if (was !== text) changes.changed.push({ ...one, ...textual(text, was) });
    }
    for (const [key, { code, codeSystem }] of old ?? []) {
      if (now?.has(key) !== true) changes.removed.push({ valueSet: oid, valueSetName, code, codeSystem, ...textual(textBefore.get(key)) });
    }
  }
  return changes;
};

const diffMaps = <T>(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>, make: (key: string, now?: string, was?: string) => T): Changes<T> => {
  const changes = noChanges<T>();
  for (const [key, now] of after) {
    const was = before.get(key);
    if (was === undefined) changes.added.push(make(key, now));
    else if (was !== now) changes.changed.push(make(key, now, was));
  }
  for (const [key, was] of before) if (!after.has(key)) changes.removed.push(make(key, undefined, was));
  return changes;
};

const conceptOf = (key: string): Concept => {
  const bar = key.indexOf('|');
  return { codeSystem: key.slice(0, bar), code: key.slice(bar + 1) };
};

/** Ways of writing one term are one source. */
const sourceOf = ({ from }: CodeMapping): string => ('text' in from ? `"${normaliseTerm(from.text)}"` : conceptKey(from.code, from.codeSystem ?? ''));

const mappingsOf = ({ mappings }: CatalogueRelease): ReadonlyMap<string, string> =>
  new Map(mappings.map((one) => [`${one.field}\n${sourceOf(one)}`, `${conceptKey(one.to.code, one.to.codeSystem)}${one.relation === undefined ? '' : ` (${one.relation})`}`]));

const mappingChange = (key: string, to?: string, was?: string): MappingChange => {
  const [field = '', from = ''] = key.split('\n');
  return { field, from, ...(to === undefined ? {} : { to }), ...(was === undefined ? {} : { was }) };
};

/** Names what a later release adds to an earlier one, changes in it, and takes away. */
export const diffReleases = (from: CatalogueRelease, to: CatalogueRelease): ReleaseDiff => {
  const [before, after] = [new Set(from.valueSets.map(({ oid }) => oid)), new Set(to.valueSets.map(({ oid }) => oid))];
  const named = ({ oid, name }: NamedSet): NamedSet => ({ oid, name });
  return {
    from: from.id, to: to.id,
    valueSets: {
      added: to.valueSets.filter(({ oid }) => !before.has(oid)).map(named),
      removed: from.valueSets.filter(({ oid }) => !after.has(oid)).map(named),
    },
    concepts: diffConcepts(from, to),
    translations: diffMaps(textsOf(from, 'sv'), textsOf(to, 'sv'), (key, text, was): TextChange => ({ ...conceptOf(key), ...textual(text, was) })),
    mappings: diffMaps(mappingsOf(from), mappingsOf(to), mappingChange),
  };
};
