import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CODE_SYSTEMS } from '@ncp/domain';
import { BLOOD_GROUPS, SEASONAL_VACCINES, WRITTEN } from './summary-constants.js';

/** Every code that the rules write is a member of its value set in both published releases (skipped without the reference data). */
const data = process.env['NCP_CONFORMANCE_DIR'];
const suite = data === undefined ? describe.skip : describe;

interface Concept { readonly code: string; readonly codeSystem?: string }
const members = (release: string, name: string): readonly Concept[] => {
  const set = JSON.parse(readFileSync(join(data ?? '', 'valuesets', release, `${name}.json`), 'utf8')) as { readonly codeSystem?: string; readonly concepts: readonly Concept[] };
  return set.concepts.map(({ code, codeSystem = set.codeSystem ?? '' }) => ({ code, codeSystem }));
};

const SETS: Readonly<Record<string, string>> = {
  'adverse-event-type': 'eHDSIAdverseEventType', 'criticality': 'eHDSICriticality', 'allergy-certainty': 'eHDSIAllergyCertainty', 'allergy-status': 'eHDSIAllergyStatus',
  'certainty': 'eHDSICertainty', 'problem-status': 'eHDSIStatusCode', 'pregnancy-date': 'eHDSIPregnancyInformation',
};

suite.each(['mvc-8.0.0', 'mvc-8.1.0'])('the codes of the rules in %s', (release) => {
  it.each(Object.values(WRITTEN))('%s %s', (field, code, codeSystem) => {
    const found = members(release, SETS[field] ?? '');
    expect(found.filter((concept) => concept.code === code).map((concept) => concept.codeSystem)).toContain(codeSystem);
  });

  it('PS72 has all twelve blood groups', () => {
    expect(members(release, 'eHDSIBloodGroup').map(({ code }) => code).toSorted()).toEqual(Object.values(BLOOD_GROUPS).toSorted());
  });

  it('PS49 has the seasonal vaccines', () => {
    const vaccines = members(release, 'eHDSIVaccine');
    const has = (code: string, codeSystem: string): boolean => vaccines.some((concept) => concept.code === code && concept.codeSystem === codeSystem);
    for (const { atcGroup, snomedCt } of SEASONAL_VACCINES) {
      expect(has(atcGroup, CODE_SYSTEMS.atc)).toBe(true);
      expect(snomedCt.filter((code) => !has(code, CODE_SYSTEMS.snomedCt))).toEqual([]);
    }
  });
});
