import { NcpError, type CodedValue } from '@ncp/domain';
import { normaliseTerm } from './normalise-term.js';
import { ReadTerms, type ReadTerm } from './read-terms.js';
import type { CatalogueRelease, CodedField, Concept, Language } from './release.js';

export type { ReadTerm } from './read-terms.js';

/** What the national source wrote: a code, a text, or both. */
export interface NationalTerm {
  readonly code?: string;
  readonly codeSystem?: string;
  readonly text?: string;
}

/** A code with its English text: the form that crosses the border. */
export type PivotValue = CodedValue & { readonly display: string };

/** Why there is no pivot code. `conflict`: the code and the text of the source mean different things (CDA-02). */
export type GapReason = 'absent' | 'unknown-code' | 'unknown-text' | 'conflict';

/** One line of the terminology report. It names the term, which is never personal data, and who has to add it. */
export interface Gap {
  readonly field: CodedField;
  readonly reason: GapReason;
  readonly valueSets: readonly string[];
  readonly release: string;
}

/** A term without a pivot code: what the source wrote, and the line for the report. */
export interface MissingTerm {
  readonly status: 'missing';
  readonly field: CodedField;
  readonly national: NationalTerm;
  readonly gap: Gap;
}

export type Transcoding =
  | { readonly status: 'mapped'; readonly field: CodedField; readonly pivot: PivotValue; readonly national: NationalTerm }
  | MissingTerm;

/** One release, indexed. Immutable, no I/O; every look-up is a few map reads. */
export interface Catalogue {
  readonly release: string;
  /** National term to pivot code. The term comes back untouched in either case; nothing is dropped or guessed. */
  transcode(field: CodedField, national: NationalTerm): Transcoding;
  /** The designation in a language (`sv`, `sv-SE`, `en`); undefined when the release has none (CDA-04). */
  display(code: string, codeSystem: string, language: string): string | undefined;
  /** A foreign code in Swedish, directly or through a code that means the same; undefined when the release has no text. */
  read(code: string, codeSystem: string): ReadTerm | undefined;
  /** A unit as documents write it (`mL`, `{Tablet}`, `[iU]`) in Swedish. */
  readUnit(written: string): ReadTerm | undefined;
  /** Is the code a member of the value set? Without `codeSystem` any system counts. */
  contains(valueSetOid: string, code: string, codeSystem?: string): boolean;
}

const key = (code: string, codeSystem: string): string => `${codeSystem}|${code}`;
/** Keys of mappings whose source is a code without system, as units are. */
const ANY_SYSTEM = '*';

interface FieldIndex {
  readonly valueSets: readonly string[];
  /** Members of the bound value sets, ready to answer. */
  readonly members: Map<string, PivotValue>;
  readonly byCode: Map<string, PivotValue>;
  readonly byText: Map<string, PivotValue>;
}

const broken = (release: CatalogueRelease, problem: string, subject: string): NcpError =>
  new NcpError('NCP_CDA_CATALOGUE', { release: release.id, problem, subject });

const indexDesignations = (release: CatalogueRelease): ReadonlyMap<Language, ReadonlyMap<string, string>> => {
  const byLanguage = new Map<Language, Map<string, string>>([['en', new Map()], ['sv', new Map()]]);
  for (const { code, codeSystem, language, text } of release.designations) {
    const texts = byLanguage.get(language);
    const id = key(code, codeSystem);
    const known = texts?.get(id);
    if (known !== undefined && known !== text) throw broken(release, 'two-designations', `${language}|${id}`);
    texts?.set(id, text);
  }
  return byLanguage;
};

/** The first value set that binds a concept gives its index entry; a concept without English text cannot cross. */
const indexMembers = (
  release: CatalogueRelease,
  field: CodedField,
  english: ReadonlyMap<string, string> | undefined,
): Map<string, PivotValue> => {
  const members = new Map<string, PivotValue>();
  for (const oid of release.bindings[field]) {
    const valueSet = release.valueSets.find((candidate) => candidate.oid === oid);
    if (valueSet === undefined) throw broken(release, 'no-value-set', oid);
    for (const { code, codeSystem } of valueSet.concepts) {
      const display = english?.get(key(code, codeSystem));
      if (display === undefined) throw broken(release, 'no-english', key(code, codeSystem));
      members.set(key(code, codeSystem), Object.freeze({ code, codeSystem, display }));
    }
  }
  return members;
};

const targetOf = (release: CatalogueRelease, index: FieldIndex, to: Concept): PivotValue => {
  const target = index.members.get(key(to.code, to.codeSystem));
  if (target === undefined) throw broken(release, 'target-outside-value-set', key(to.code, to.codeSystem));
  return target;
};

const put = (release: CatalogueRelease, map: Map<string, PivotValue>, id: string, target: PivotValue): void => {
  const known = map.get(id);
  if (known !== undefined && known !== target) throw broken(release, 'two-targets', id);
  map.set(id, target);
};

const indexFields = (
  release: CatalogueRelease,
  english: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<CodedField, FieldIndex> => {
  const fields = new Map<CodedField, FieldIndex>();
  for (const field of Object.keys(release.bindings) as CodedField[]) {
    const members = indexMembers(release, field, english);
    fields.set(field, { valueSets: release.bindings[field], members, byCode: new Map(), byText: new Map() });
  }
  for (const { field, from, to } of release.mappings) {
    const index = fields.get(field);
    if (index === undefined) throw broken(release, 'unknown-field', field);
    const target = targetOf(release, index, to);
    if ('text' in from) put(release, index.byText, normaliseTerm(from.text), target);
    else put(release, index.byCode, key(from.code, from.codeSystem ?? ANY_SYSTEM), target);
  }
  return fields;
};

const findByCode = (index: FieldIndex, { code, codeSystem }: NationalTerm): PivotValue | undefined => {
  if (code === undefined) return undefined;
  const mapped = index.byCode.get(key(code, codeSystem ?? ANY_SYSTEM));
  return mapped ?? (codeSystem === undefined ? undefined : index.members.get(key(code, codeSystem)));
};

// Most register texts are already in normal form, so the cheap look-up comes first.
const findByText = (index: FieldIndex, text: string | undefined): PivotValue | undefined =>
  text === undefined ? undefined : (index.byText.get(text) ?? index.byText.get(normaliseTerm(text)));

const gapReason = (national: NationalTerm, conflict: boolean): GapReason => {
  if (conflict) return 'conflict';
  if (national.code !== undefined) return 'unknown-code';
  return national.text === undefined || national.text.trim() === '' ? 'absent' : 'unknown-text';
};

/**
 * Indexes a release.
 * @throws NcpError NCP_CDA_CATALOGUE when the release contradicts itself: a mapping to a code outside the bound value
 *   sets, two targets for one term, two designations, or a concept without an English one.
 */
export const loadCatalogue = (release: CatalogueRelease): Catalogue => {
  const designations = indexDesignations(release);
  const fields = indexFields(release, designations.get('en'));
  const terms = new ReadTerms(release, designations);
  const memberships = new Map(
    release.valueSets.map(({ oid, concepts }) => [
      oid,
      new Set(concepts.flatMap(({ code, codeSystem }) => [key(code, codeSystem), key(code, ANY_SYSTEM)])),
    ]),
  );

  return Object.freeze<Catalogue>({
    release: release.id,

    transcode: (field, national) => {
      const index = fields.get(field);
      if (index === undefined) throw broken(release, 'unknown-field', field);
      const byCode = findByCode(index, national);
      const byText = findByText(index, national.text);
      const conflict = byCode !== undefined && byText !== undefined && byCode !== byText;
      const pivot = byCode ?? byText;
      if (pivot !== undefined && !conflict) return { status: 'mapped', field, pivot, national };
      const gap = { field, reason: gapReason(national, conflict), valueSets: index.valueSets, release: release.id };
      return { status: 'missing', field, national, gap };
    },

    display: (code, codeSystem, language) => {
      const primary = language.slice(0, 2);
      return primary === 'sv' || primary === 'en' ? designations.get(primary)?.get(key(code, codeSystem)) : undefined;
    },

    read: (code, codeSystem) => terms.code(code, codeSystem),
    readUnit: (written) => terms.unit(written),

    contains: (valueSetOid, code, codeSystem) =>
      memberships.get(valueSetOid)?.has(key(code, codeSystem ?? ANY_SYSTEM)) ?? false,
  });
};
