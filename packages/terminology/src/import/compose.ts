import { FIELD_BINDINGS } from '../bindings.js';
import { conceptKey } from '../field-index.js';
import type { CatalogueRelease, ValueSet } from '../release.js';
import { ReleaseMappings } from './compose-mappings.js';
import { ReleaseTexts } from './compose-texts.js';
import type { CatalogueSource, ImportProblem, SourceValueSet } from './source.js';

/** How much a release holds. */
export interface ReleaseCounts {
  readonly valueSets: number;
  /** Members of all value sets together. */
  readonly concepts: number;
  readonly english: number;
  readonly swedish: number;
  readonly mappings: number;
  /** Concepts of the fields' value sets that cannot be shown in Swedish. */
  readonly withoutSwedish: number;
}

export interface SourceCounts {
  readonly file: string;
  readonly kind: CatalogueSource['kind'];
  readonly valueSets: number;
  readonly concepts: number;
  readonly designations: number;
  readonly mappings: number;
}

export interface Composed {
  /** A release without a name: the importer names it by its content. It may be used only when no problem is an error. */
  readonly release: CatalogueRelease;
  readonly sources: readonly SourceCounts[];
  readonly counts: ReleaseCounts;
  readonly problems: readonly ImportProblem[];
}

const BOUND: ReadonlySet<string> = new Set(Object.values(FIELD_BINDINGS).flat());

const valueSetOf = ({ oid, name, concepts }: SourceValueSet): ValueSet => ({ oid, name, concepts: concepts.map(({ code, codeSystem }) => ({ code, codeSystem })) });

/** Value sets by OID: a set of the files takes the place of the base's, whole. */
const composeValueSets = (base: CatalogueRelease, sources: readonly CatalogueSource[], problems: ImportProblem[]): readonly ValueSet[] => {
  const sets = new Map(base.valueSets.map((set) => [set.oid, set]));
  const seen = new Map<string, string>();
  for (const { file, valueSets } of sources) {
    for (const set of valueSets) {
      const earlier = seen.get(set.oid);
      if (earlier === undefined) sets.set(set.oid, valueSetOf(set));
      else problems.push({ severity: 'error', problem: 'two-value-sets', file, at: earlier, subject: set.oid });
      seen.set(set.oid, file);
    }
  }
  for (const oid of BOUND) if (!sets.has(oid)) problems.push({ severity: 'error', problem: 'no-value-set', subject: oid });
  return [...sets.values()];
};

const checkEnglish = (valueSets: readonly ValueSet[], texts: ReleaseTexts, problems: ImportProblem[]): void => {
  for (const { oid, concepts } of valueSets) {
    if (!BOUND.has(oid)) continue;
    for (const { code, codeSystem } of concepts) {
      if (texts.text('en', code, codeSystem) === undefined) problems.push({ severity: 'error', problem: 'no-english', at: oid, subject: conceptKey(code, codeSystem) });
    }
  }
};

/** The central release that most concepts are of. */
const basisOf = (base: CatalogueRelease, sources: readonly CatalogueSource[]): string => {
  const weights = new Map<string, number>();
  for (const { basis, valueSets } of sources) {
    if (basis === undefined) continue;
    weights.set(basis, valueSets.reduce((sum, { concepts }) => sum + concepts.length, weights.get(basis) ?? 0));
  }
  const [heaviest] = [...weights].toSorted(([, a], [, b]) => b - a);
  return heaviest === undefined ? base.basis : `MVC ${heaviest[0]}`;
};

/** Counts a release. */
export const countRelease = ({ valueSets, designations, mappings }: CatalogueRelease): ReleaseCounts => {
  const swedish = new Set(designations.flatMap((one) => (one.language === 'sv' ? [conceptKey(one.code, one.codeSystem)] : [])));
  const bound = new Set(valueSets.filter(({ oid }) => BOUND.has(oid)).flatMap(({ concepts }) => concepts.map(({ code, codeSystem }) => conceptKey(code, codeSystem))));
  return {
    valueSets: valueSets.length, concepts: valueSets.reduce((sum, { concepts }) => sum + concepts.length, 0),
    english: designations.length - swedish.size, swedish: swedish.size, mappings: mappings.length,
    withoutSwedish: [...bound].filter((key) => !swedish.has(key)).length,
  };
};

const countSource = ({ file, kind, valueSets, designations, mappings }: CatalogueSource): SourceCounts => ({
  file, kind, valueSets: valueSets.length, concepts: valueSets.reduce((sum, { concepts }) => sum + concepts.length, 0),
  designations: designations.length, mappings: mappings.length,
});

/**
 * Lays files over a base and tells everything that does not fit: a release is written only when no problem is an error.
 * Nothing is chosen between two files that disagree.
 */
export const composeRelease = (base: CatalogueRelease, sources: readonly CatalogueSource[]): Composed => {
  const problems: ImportProblem[] = sources.flatMap((source) => source.problems);
  const valueSets = composeValueSets(base, sources, problems);
  const texts = new ReleaseTexts(base);
  texts.takeDisplays(sources);
  const displayed = new Set(sources.flatMap((source) => source.valueSets.flatMap(({ concepts }) => concepts.map(({ code, codeSystem }) => conceptKey(code, codeSystem)))));
  texts.takeDesignations(sources, displayed);
  checkEnglish(valueSets, texts, problems);
  const mappings = new ReleaseMappings(valueSets);
  mappings.takeBase(base);
  mappings.takeSources(sources);
  mappings.takeTerms(sources.flatMap(({ designations }) => designations));
  const release: CatalogueRelease = {
    id: '', basis: basisOf(base, sources), valueSets, bindings: FIELD_BINDINGS, mappings: mappings.all(), designations: texts.all(),
    systemAliases: base.systemAliases ?? [], equivalences: base.equivalences ?? [], absences: base.absences ?? [],
  };
  return { release, sources: sources.map(countSource), counts: countRelease(release), problems: [...problems, ...texts.problems, ...mappings.problems] };
};
