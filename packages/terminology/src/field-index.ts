import { NcpError } from '@ncp/domain';
import { normaliseTerm } from './normalise-term.js';
import type { CatalogueRelease, CodedField, Concept, Language } from './release.js';
import type { NationalTerm, PivotValue } from './term.js';

export const conceptKey = (code: string, codeSystem: string): string => `${codeSystem}|${code}`;
/** Keys of mappings whose source is a code without system, as units are. */
export const ANY_SYSTEM = '*';

/** Where a national term leads. */
export interface Target {
  readonly pivot: PivotValue;
  readonly relation?: 'broader';
  /** Other national codes lead to the same pivot: the way back has several answers. */
  readonly manyToOne?: true;
}

/** One field of a release, ready to answer. */
export interface FieldIndex {
  readonly valueSets: readonly string[];
  readonly members: ReadonlyMap<string, Target>;
  readonly byCode: ReadonlyMap<string, Target>;
  readonly byText: ReadonlyMap<string, Target>;
  /** National codes, of other systems than the pivot's, by the pivot that they lead to. */
  readonly codedSources: ReadonlyMap<string, readonly NationalTerm[]>;
  /** Every word that a term of the field has, in normal form. */
  readonly words: ReadonlySet<string>;
}

type Texts = ReadonlyMap<string, string>;
export type Designations = ReadonlyMap<Language, Texts>;

/** A release that contradicts itself: what is wrong, and with which concept or term. */
export const broken = (release: Pick<CatalogueRelease, 'id'>, problem: string, subject: string): NcpError =>
  new NcpError('NCP_CDA_CATALOGUE', { release: release.id, problem, subject });

/** Pivots are made once and shared by all fields of a release. */
export type PivotPool = (concept: Concept) => PivotValue | undefined;

export const pivotPool = (english: Texts | undefined): PivotPool => {
  const pool = new Map<string, PivotValue>();
  return ({ code, codeSystem }) => {
    const key = conceptKey(code, codeSystem);
    const known = pool.get(key);
    if (known !== undefined) return known;
    const display = english?.get(key);
    if (display === undefined) return undefined;
    const pivot = Object.freeze({ code, codeSystem, display });
    pool.set(key, pivot);
    return pivot;
  };
};

/** A concept without English text cannot cross the border. */
const indexMembers = (release: CatalogueRelease, field: CodedField, pivotOf: PivotPool): Map<string, Target> => {
  const members = new Map<string, Target>();
  for (const oid of release.bindings[field]) {
    const valueSet = release.valueSets.find((candidate) => candidate.oid === oid);
    if (valueSet === undefined) throw broken(release, 'no-value-set', oid);
    for (const concept of valueSet.concepts) {
      const pivot = pivotOf(concept);
      if (pivot === undefined) throw broken(release, 'no-english', conceptKey(concept.code, concept.codeSystem));
      members.set(conceptKey(concept.code, concept.codeSystem), { pivot });
    }
  }
  return members;
};

interface Building {
  readonly release: CatalogueRelease;
  readonly members: ReadonlyMap<string, Target>;
  readonly byCode: Map<string, Target>;
  readonly byText: Map<string, Target>;
  readonly sources: Map<string, NationalTerm[]>;
  readonly words: Set<string>;
}

const put = (release: CatalogueRelease, map: Map<string, Target>, id: string, target: Target): void => {
  const known = map.get(id);
  if (known !== undefined && known.pivot !== target.pivot) throw broken(release, 'two-targets', id);
  map.set(id, target);
};

const WORD_END = /[ ,]+/;
export const wordsOf = (normal: string): readonly string[] => normal.split(WORD_END).filter((word) => word !== '');

const addMapping = (building: Building, { from, to, relation }: CatalogueRelease['mappings'][number]): void => {
  const { release, members, byCode, byText, sources, words } = building;
  const pivotKey = conceptKey(to.code, to.codeSystem);
  const member = members.get(pivotKey);
  if (member === undefined) throw broken(release, 'target-outside-value-set', pivotKey);
  const target: Target = relation === undefined ? member : { pivot: member.pivot, relation };
  if ('text' in from) {
    const normal = normaliseTerm(from.text);
    put(release, byText, normal, target);
    for (const word of wordsOf(normal)) words.add(word);
    return;
  }
  put(release, byCode, conceptKey(from.code, from.codeSystem ?? ANY_SYSTEM), target);
  if (from.codeSystem === undefined || from.codeSystem === to.codeSystem) return;
  const list = sources.get(pivotKey) ?? [];
  list.push({ code: from.code, codeSystem: from.codeSystem });
  sources.set(pivotKey, list);
};

/** Marks what several national codes lead to. */
const markShared = ({ byCode, sources }: Building): void => {
  for (const [pivotKey, list] of sources) {
    if (list.length < 2) continue;
    for (const { code = '', codeSystem = ANY_SYSTEM } of list) {
      const key = conceptKey(code, codeSystem);
      const target = byCode.get(key);
      if (target !== undefined && conceptKey(target.pivot.code, target.pivot.codeSystem) === pivotKey) byCode.set(key, { ...target, manyToOne: true });
    }
  }
};

/** Piece by piece: a field at a time. @throws NcpError NCP_CDA_CATALOGUE */
export function* indexFields(release: CatalogueRelease, pivotOf: PivotPool): Generator<undefined, ReadonlyMap<CodedField, FieldIndex>> {
  const buildings = new Map<CodedField, Building>();
  for (const field of Object.keys(release.bindings) as CodedField[]) {
    buildings.set(field, { release, members: indexMembers(release, field, pivotOf), byCode: new Map(), byText: new Map(), sources: new Map(), words: new Set() });
    yield;
  }
  for (const mapping of release.mappings) {
    const building = buildings.get(mapping.field);
    if (building === undefined) throw broken(release, 'unknown-field', mapping.field);
    addMapping(building, mapping);
  }
  const fields = new Map<CodedField, FieldIndex>();
  for (const [field, building] of buildings) {
    markShared(building);
    const { members, byCode, byText, sources, words } = building;
    fields.set(field, { valueSets: release.bindings[field], members, byCode, byText, codedSources: sources, words });
  }
  return fields;
}
