import { describe, expect, it } from '@jest/globals';
import { calendarDate } from '../calendar.js';
import { countryCode } from '../oid.js';
import { checkTraits } from './check-traits.js';
import { compareCandidate, differs } from './compare-candidate.js';
import type { MaskField, SearchMask } from './search-mask.js';
import type { Candidate } from './visit.js';

const label = { sv: 'Etikett', en: 'Label' };
const ROOT = '1.2.246.21';
const HETU = '[0-9]{6}[-+A][0-9]{3}[0-9A-Y]';
const fields: readonly MaskField[] = [
  { key: 'hetu', kind: 'identifier', label, domain: ROOT, format: HETU, mandatory: true },
  { key: 'born', kind: 'birth-date', label, mandatory: true },
  { key: 'sex', kind: 'gender', label, mandatory: false },
  { key: 'family', kind: 'family', label, mandatory: false },
  { key: 'town', kind: 'city', label, mandatory: false },
  { key: 'pin', kind: 'dispensation-pin', label, format: '[0-9]{4}', mandatory: false },
];
const TODAY = calendarDate('2026-03-02');
const good = { hetu: '010190-123A', born: '1990-01-01' };
const faultsOf = (given: Record<string, string>): readonly string[] => {
  const checked = checkTraits(fields, given, TODAY);
  return checked.ok ? [] : checked.error.map(({ field, rule }) => `${field}: ${rule}`);
};

describe('what is typed into a country\'s mask', () => {
  it('goes out as it was typed, each value in its place', () => {
    expect(checkTraits(fields, { ...good, sex: 'F', family: 'Ståhl-Ælgöö', town: 'Åbo', pin: '1234' }, TODAY)).toEqual({
      ok: true,
      value: {
        identifiers: [{ root: ROOT, extension: '010190-123A' }], birthDate: '1990-01-01', gender: 'F', family: 'Ståhl-Ælgöö',
        address: { city: 'Åbo' }, pin: '1234',
      },
    });
  });

  it('takes an empty value for none, and spaces around it for nothing', () => {
    expect(checkTraits(fields, { hetu: ' 010190-123A ', born: '1990-01-01', family: ' ' }, TODAY)).toEqual({
      ok: true, value: { identifiers: [{ root: ROOT, extension: '010190-123A' }], birthDate: '1990-01-01' },
    });
  });

  it.each([
    [{}, ['hetu: mandatory', 'born: mandatory']],
    [{ ...good, hetu: '010190-123' }, [`hetu: ${HETU}`]],
    [{ ...good, hetu: 'x010190-123A' }, [`hetu: ${HETU}`]],
    [{ ...good, born: '1990-02-30' }, ['born: date']],
    [{ ...good, born: '2026-03-03' }, ['born: date']],
    [{ ...good, sex: 'K' }, ['sex: gender']],
    [{ ...good, family: 'a\u0000b' }, ['family: characters']],
    [{ ...good, family: 'a\u202eb' }, ['family: characters']],
    [{ ...good, family: 'a'.repeat(129) }, ['family: characters']],
    [{ ...good, shoe: '42' }, ['shoe: unknown']],
    [{ ...good, '<script>': '42' }, ['(unreadable): unknown']],
    [{ hetu: '1', born: 'x', sex: 'y', pin: 'z' }, [`hetu: ${HETU}`, 'born: date', 'sex: gender', 'pin: [0-9]{4}']],
  ])('names every wrong field and its rule: %j', (given, faults) => {
    expect(faultsOf(given)).toEqual(faults);
  });

  it('never repeats a value', () => {
    const checked = checkTraits(fields, { hetu: 'SECRET', born: 'SECRET', sex: 'SECRET' }, TODAY);
    expect(JSON.stringify(checked)).not.toContain('SECRET');
  });
});

describe('what came back beside what was typed', () => {
  const mask: SearchMask = { country: countryCode('FI'), patient: fields, document: [] };
  const traits = { identifiers: [{ root: ROOT, extension: '010190-123A' }], birthDate: calendarDate('1990-01-01'), family: 'Stahl' };
  const candidate: Candidate = { ids: [{ root: ROOT, extension: '010190-123A' }], family: 'Ståhl', given: 'Aino Maria', birthDate: '1990-01-01', gender: 'F' };
  const outcomes = (them: Candidate, us: Parameters<typeof compareCandidate>[1] = traits): readonly string[] =>
    compareCandidate(mask, us, them).map(({ field, outcome }) => `${field.key} ${outcome}`);

  it('is the same in spite of marks, case and spaces', () => {
    expect(outcomes(candidate)).toEqual(['hetu same', 'born same', 'sex not-sent', 'family same', 'given not-sent']);
    expect(differs(compareCandidate(mask, traits, candidate))).toBe(false);
  });

  it('differs where a value that was sent came back otherwise', () => {
    const other = { ...candidate, birthDate: '1990-01-02' };
    expect(outcomes(other)).toContain('born differs');
    expect(differs(compareCandidate(mask, traits, other))).toBe(true);
  });

  it('takes one of several given names for the same', () => {
    expect(outcomes(candidate, { ...traits, given: 'maria' })).toContain('given same');
    expect(outcomes(candidate, { ...traits, given: 'Marja' })).toContain('given differs');
  });

  it('says when they sent nothing of what was asked with', () => {
    expect(outcomes({ ids: [], birthDate: '1990-01-01' })).toEqual(['hetu not-received', 'born same', 'family not-received']);
  });
});
