import { existsSync } from 'node:fs';
import { explainRule, type ValueSetSource } from '@ncp/cda';
import { CatalogueFolder } from '@ncp/runtime';
import { STARTER_RELEASE, type CatalogueRelease, type ValueSet } from '@ncp/terminology';
import type { Language } from './judge.js';

/** Which release of the rules, and which value sets, a verdict rests on. */
export interface JudgedBy {
  readonly rules: string;
  /** The catalogue whose value sets were asked, with the central release it was made from; the rules' own otherwise. */
  readonly valueSets: string;
}

export interface RulesInForce {
  readonly judgedBy: JudgedBy;
  /** Absent where no catalogue was imported. */
  readonly valueSets?: ValueSetSource;
}

const OWN_VALUE_SETS = 'those of the rules; large ones by the form of the code';

const key = (code: string, codeSystem: string): string => `${codeSystem} ${code}`;

/** The built-in release has of most value sets only what Sweden writes: such a set knows no code to be wrong. */
const isWhole = ({ oid, concepts }: ValueSet): boolean => {
  const starter = STARTER_RELEASE.valueSets.find((set) => set.oid === oid);
  if (starter === undefined) return true;
  const known = new Set(starter.concepts.map(({ code, codeSystem }) => key(code, codeSystem)));
  return concepts.length !== known.size || concepts.some(({ code, codeSystem }) => !known.has(key(code, codeSystem)));
};

/** Membership in the value sets that an imported release has whole; of the others it says nothing. */
export function valueSetsOf({ valueSets }: CatalogueRelease): ValueSetSource {
  const held = new Map(valueSets.filter(isWhole).map(({ oid, concepts }) => [oid, {
    pairs: new Set(concepts.map(({ code, codeSystem }) => key(code, codeSystem))), codes: new Set(concepts.map(({ code }) => code)),
  }]));
  return {
    contains: (oid, code, codeSystem) => {
      const set = held.get(oid);
      return codeSystem === undefined ? set?.codes.has(code) : set?.pairs.has(key(code, codeSystem));
    },
  };
}

/**
 * The rules of the release that this gateway has, and the value sets of the catalogue in force where one was imported.
 * @param folder of imported catalogues. @throws NcpError NCP_TERMINOLOGY_RELEASE when that is damaged
 */
export function rulesInForce(folder: string): RulesInForce {
  const rules = explainRule('document#kind')?.release ?? '';
  if (!existsSync(folder)) return { judgedBy: { rules, valueSets: OWN_VALUE_SETS } };
  const { release } = new CatalogueFolder(folder).inForce();
  if (release.id === STARTER_RELEASE.id) return { judgedBy: { rules, valueSets: OWN_VALUE_SETS } };
  return { judgedBy: { rules, valueSets: `${release.id} (${release.basis})` }, valueSets: valueSetsOf(release) };
}

export const judgedByText = ({ rules, valueSets }: JudgedBy, language: Language): string =>
  (language === 'sv' ? `Regler: ${rules}; värdemängder: ${valueSets}` : `Rules: ${rules}; value sets: ${valueSets}`);
