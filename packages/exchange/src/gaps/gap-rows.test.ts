import { describe, expect, it } from '@jest/globals';
import { CODE_SYSTEMS, countryCode } from '@ncp/domain';
import { loadCatalogue, STARTER_RELEASE, type MissingTerm, type NationalTerm } from '@ncp/terminology';
import { gapsOfMissing, gapsOfReading } from './gap-rows.js';

const catalogue = loadCatalogue(STARTER_RELEASE);
const FI = countryCode('FI');
const missing = (national: NationalTerm): MissingTerm => {
  const found = catalogue.transcode('dose-form', national);
  if (found.status !== 'missing') throw new Error('not missing');
  return found;
};

describe('lines of the terminology report', () => {
  it('of country A name field, reason and who asked, and no word that a person may have typed', () => {
    expect(gapsOfMissing(catalogue, FI, [missing({ text: 'kräm till Anna' }), missing({ code: 'X1', codeSystem: CODE_SYSTEMS.edqm }), missing({})])).toEqual([
      { release: STARTER_RELEASE.id, code: '(text)', codeSystem: '', field: 'dose-form', reason: 'unknown-text', country: 'FI' },
      { release: STARTER_RELEASE.id, code: 'X1', codeSystem: CODE_SYSTEMS.edqm, field: 'dose-form', reason: 'unknown-code', country: 'FI' },
      { release: STARTER_RELEASE.id, code: '(absent)', codeSystem: '', field: 'dose-form', reason: 'absent', country: 'FI' },
    ]);
  });

  it('of country B name the line, without the numbers that make its key unique', () => {
    const gap = (key: string, code: string) => ({ key, code, codeSystem: '1.2.246.21', release: 'r' });
    expect(gapsOfReading(catalogue, FI, [gap('section.allergies.2.entry.14.code', 'A1'), gap('patient.id', '150385-9035')])).toEqual([
      { release: 'r', code: 'A1', codeSystem: '1.2.246.21', field: 'section.allergies.entry.code', reason: 'no-swedish', country: 'FI' },
      { release: 'r', code: '(code)', codeSystem: '1.2.246.21', field: 'patient.id', reason: 'no-swedish', country: 'FI' },
    ]);
  });
});
