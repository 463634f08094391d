import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { SUMMARY_NOTICE } from '@ncp/domain';
import { SUMMARY_RULES } from './index.js';
import { RULE_IDS } from './rules.js';
import { CHRONIC_LIST, isListed, NO_PROBLEM_LIST } from './summary-constants.js';
import { isWithin, monthsBefore } from './window.js';
import { day } from '../fixtures/records.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const testText = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts') && !name.startsWith('rules.'))
  .map((name) => readFileSync(join(here, name), 'utf8')).join('\n');
/** Titles name a rule alone, in a list, or as the ends of a range. */
const named = new Set([...testText.matchAll(/PS(\d\d)(?:-PS(\d\d))?/g)].flatMap(([, from, to]) =>
  RULE_IDS.filter((id) => Number(id.slice(2)) >= Number(from) && Number(id.slice(2)) <= Number(to ?? from))));

describe('the list of rules', () => {
  it('has each rule once, in order, in two languages', () => {
    expect(SUMMARY_RULES.map(({ id }) => id)).toEqual([...RULE_IDS].toSorted());
    expect(new Set(RULE_IDS).size).toBe(RULE_IDS.length);
    for (const { text } of SUMMARY_RULES) expect([text.sv.length > 20, text.en.length > 20, text.sv === text.en]).toEqual([true, true, false]);
  });

  it.each(RULE_IDS)('%s is named by a test', (id) => {
    expect(named.has(id)).toBe(true);
  });

  it('PS08 has one sentence in both languages', () => {
    expect(SUMMARY_NOTICE).toEqual({
      sv: 'Sammanställd från anslutna vårdgivare. Uppgifter kan saknas.', en: 'Compiled from connected care providers. Information may be missing.',
    });
  });
});

describe('lists of codes', () => {
  it.each([['C00.1', true], ['C97', true], ['D00', false], ['E03.9', true], ['E04', false], ['F33.1', true], ['F34', false], ['Z92.1', true], ['Z92.10', true], ['Z92.2', false], ['Z94.0', true], ['Q99.9', true], ['I16', false]])(
    'PS33 %s is chronic: %s', (code, chronic) => { expect(isListed(code, CHRONIC_LIST)).toBe(chronic); });
  it.each([['Z00', true], ['V99', true], ['Y98.9', true], ['Y99', false], ['U07.1', false], ['W19', true]])('PS36 %s is no problem: %s', (code, none) => {
    expect(isListed(code, NO_PROBLEM_LIST)).toBe(none);
  });
});

describe('windows', () => {
  it.each([['2026-11-01', 6, '2026-05-01'], ['2026-11-01', 15, '2025-08-01'], ['2026-03-31', 1, '2026-02-28'], ['2024-03-31', 1, '2024-02-29'], ['2026-05-31', 1, '2026-04-30'], ['2026-01-15', 1, '2025-12-15'], ['2026-12-31', 24, '2024-12-31'], ['2026-11-01', 0, '2026-11-01']])(
    '%s less %d months is %s', (today, months, expected) => { expect(monthsBefore(day(today), months)).toBe(expected); });
  it('have both ends in them', () => {
    expect([isWithin(day('2026-05-01'), day('2026-11-01'), 6), isWithin(day('2026-04-30'), day('2026-11-01'), 6)]).toEqual([true, false]);
  });
});
