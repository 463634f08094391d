import { ANY_SYSTEM, broken, conceptKey, indexFields, pivotPool, wordsOf, type Designations, type FieldIndex, type Target } from './field-index.js';
import { normaliseTerm } from './normalise-term.js';
import { ReadTerms, type ReadTerm } from './read-terms.js';
import type { CatalogueRelease, CodedField, Language } from './release.js';
import type { GapReason, MappedTerm, NationalTerm, NationalTerms, Transcoding } from './term.js';

/** One release, indexed. Immutable, no I/O; every look-up is a few map reads. */
export interface Catalogue {
  readonly release: string;
  /** National term to pivot code. The term comes back untouched in either case; nothing is dropped or guessed. */
  transcode(field: CodedField, national: NationalTerm): Transcoding;
  /** Pivot code to what Sweden writes for it. */
  nationalTerms(field: CodedField, code: string, codeSystem: string): NationalTerms;
  /** The designation in a language (`sv`, `sv-SE`, `en`); undefined when the release has none (CDA-04). */
  display(code: string, codeSystem: string, language: string): string | undefined;
  /** A foreign code in Swedish, directly or through a code that means the same; undefined when the release has no text. */
  read(code: string, codeSystem: string): ReadTerm | undefined;
  /** A unit as documents write it (`mL`, `{Tablet}`, `[iU]`) in Swedish. */
  readUnit(written: string): ReadTerm | undefined;
  /** Is the code a member of the value set? Without `codeSystem` any system counts. */
  contains(valueSetOid: string, code: string, codeSystem?: string): boolean;
  /** Does the release have concepts of this code system, or read it under another OID? */
  knowsSystem(codeSystem: string): boolean;
  /** Is every word of the text a word of the field's own terms? Only such a text is certain to tell of nobody. */
  knowsWords(field: CodedField, text: string): boolean;
}

/** So many texts are indexed at a time: a few milliseconds. */
const PIECE = 4_000;

function* indexDesignations(release: CatalogueRelease): Generator<undefined, Designations> {
  const byLanguage = new Map<Language, Map<string, string>>([['en', new Map()], ['sv', new Map()]]);
  for (const [index, { code, codeSystem, language, text }] of release.designations.entries()) {
    if (index % PIECE === PIECE - 1) yield;
    const texts = byLanguage.get(language);
    const id = conceptKey(code, codeSystem);
    const known = texts?.get(id);
    if (known !== undefined && known !== text) throw broken(release, 'two-designations', `${language}|${id}`);
    texts?.set(id, text);
  }
  return byLanguage;
}

const findByCode = (index: FieldIndex, { code, codeSystem }: NationalTerm): Target | undefined => {
  if (code === undefined) return undefined;
  const key = conceptKey(code, codeSystem ?? ANY_SYSTEM);
  return index.byCode.get(key) ?? (codeSystem === undefined ? undefined : index.members.get(key));
};

// Most register texts are already in normal form, so the cheap look-up comes first.
const findByText = (index: FieldIndex, text: string | undefined): Target | undefined =>
  text === undefined ? undefined : (index.byText.get(text) ?? index.byText.get(normaliseTerm(text)));

const gapReason = (national: NationalTerm, conflict: boolean): GapReason => {
  if (conflict) return 'conflict';
  if (national.code !== undefined) return 'unknown-code';
  return national.text === undefined || national.text.trim() === '' ? 'absent' : 'unknown-text';
};

const mappedTo = (target: Target, field: CodedField, national: NationalTerm): MappedTerm =>
  target.relation === undefined && target.manyToOne === undefined
    ? { status: 'mapped', field, pivot: target.pivot, national }
    : { status: 'mapped', field, national, ...target };

function* membershipsOf(release: CatalogueRelease): Generator<undefined, ReadonlyMap<string, ReadonlySet<string>>> {
  const memberships = new Map<string, ReadonlySet<string>>();
  for (const { oid, concepts } of release.valueSets) {
    const members = new Set<string>();
    for (const { code, codeSystem } of concepts) members.add(conceptKey(code, codeSystem)).add(conceptKey(code, ANY_SYSTEM));
    memberships.set(oid, members);
    yield;
  }
  return memberships;
}

const systemsOf = (release: CatalogueRelease): ReadonlySet<string> => {
  const systems = new Set<string>();
  for (const { codeSystem } of release.designations) systems.add(codeSystem);
  for (const { from } of release.systemAliases ?? []) systems.add(from);
  return systems;
};

function* indexing(release: CatalogueRelease): Generator<undefined, Catalogue> {
  const designations = yield* indexDesignations(release);
  const fields = yield* indexFields(release, pivotPool(designations.get('en')));
  const terms = new ReadTerms(release, designations);
  yield;
  const memberships = yield* membershipsOf(release);
  const systems = systemsOf(release);
  const fieldOf = (field: CodedField): FieldIndex => {
    const index = fields.get(field);
    if (index === undefined) throw broken(release, 'unknown-field', field);
    return index;
  };

  return Object.freeze<Catalogue>({
    release: release.id,

    transcode: (field, national) => {
      const index = fieldOf(field);
      const byCode = findByCode(index, national);
      const byText = findByText(index, national.text);
      const conflict = byCode !== undefined && byText !== undefined && byCode.pivot !== byText.pivot;
      const target = byCode ?? byText;
      if (target !== undefined && !conflict) return mappedTo(target, field, national);
      const gap = { field, reason: gapReason(national, conflict), valueSets: index.valueSets, release: release.id };
      return { status: 'missing', field, national, gap };
    },

    nationalTerms: (field, code, codeSystem) => {
      const index = fieldOf(field);
      const key = conceptKey(code, codeSystem);
      if (!index.members.has(key)) return { status: 'none' };
      const terms = index.codedSources.get(key) ?? [];
      const [only] = terms;
      if (terms.length > 1) return { status: 'many', terms };
      const text = designations.get('sv')?.get(key);
      return { status: 'one', term: only ?? { code, codeSystem, ...(text === undefined ? {} : { text }) } };
    },

    display: (code, codeSystem, language) => {
      const primary = language.slice(0, 2);
      return primary === 'sv' || primary === 'en' ? designations.get(primary)?.get(conceptKey(code, codeSystem)) : undefined;
    },

    read: (code, codeSystem) => terms.code(code, codeSystem),
    readUnit: (written) => terms.unit(written),

    contains: (valueSetOid, code, codeSystem) =>
      memberships.get(valueSetOid)?.has(conceptKey(code, codeSystem ?? ANY_SYSTEM)) ?? false,

    knowsSystem: (codeSystem) => systems.has(codeSystem),
    knowsWords: (field, text) => {
      const words = wordsOf(normaliseTerm(text));
      return words.length > 0 && words.every((word) => fieldOf(field).words.has(word));
    },
  });
}

/**
 * Indexes a release.
 * @throws NcpError NCP_CDA_CATALOGUE when the release contradicts itself: a mapping to a code outside the bound value
 *   sets, two targets for one term, two designations, or a concept without an English one.
 */
export const loadCatalogue = (release: CatalogueRelease): Catalogue => {
  const work = indexing(release);
  for (;;) {
    const piece = work.next();
    if (piece.done === true) return piece.value;
  }
};

/** As `loadCatalogue`, with a pause after each piece of a few milliseconds: a process that answers others goes on answering. */
export const loadCatalogueGently = async (release: CatalogueRelease, pause: () => Promise<unknown>): Promise<Catalogue> => {
  const work = indexing(release);
  for (;;) {
    const piece = work.next();
    if (piece.done === true) return piece.value;
    await pause();
  }
};
