import { describe, expect, it } from '@jest/globals';
import { addMs, instant } from '../calendar.js';
import type { CountryCode } from '../primitives.js';
import { isTrouble, ownerOf } from './owner.js';
import { situationOf, type CountryFacts, type SituationFacts } from './situation.js';

const NOW = instant('2026-06-12T09:00:00Z');
const country = (code: string, changes: Partial<CountryFacts> = {}): CountryFacts =>
  ({ code: code as CountryCode, services: [{ direction: 'outbound', service: 'identify', lastSuccess: NOW }], ...changes });
const facts = (changes: Partial<SituationFacts> = {}): SituationFacts => ({
  now: NOW, parts: [{ name: 'ncp-a', up: true }], countries: [country('FI')], work: { awaitingProfessional: 0, operator: 0, conflicts: 0, unknown: 0, gaps: 0 }, certificates: [], ...changes,
});
const silent = (code: string): CountryFacts => country(code, {
  services: [{ direction: 'outbound', service: 'dispense', failingSince: instant('2026-06-12T08:42:00Z'), code: 'NCP_PEER_TIMEOUT' }],
});

describe('the sentence of the home page', () => {
  it('says that everything works, and only then', () => {
    expect(situationOf(facts())).toEqual({ level: 'fine', sentence: { sv: 'Allt fungerar.', en: 'Everything works.' }, owners: { us: 'fine', national: 'fine', network: 'fine', countries: 'fine' }, tasks: [] });
  });

  it('names a country that does not answer, since when, what waits, and when somebody must act', () => {
    const waiting = { count: 3, oldest: NOW, peopleAt: instant('2026-06-12T09:42:00Z') };
    const { sentence, level, owners } = situationOf(facts({ countries: [country('DK'), { ...silent('FI'), waiting }] }));
    expect(sentence.sv).toBe('Finland svarar inte sedan 10:42; 3 uttag väntar på besked; ingen åtgärd krävs innan 11:42.');
    expect(sentence.en).toBe('Finland has not answered since 10:42; 3 dispensations wait for an answer; nothing need be done before 11:42.');
    expect([level, owners.countries, owners.us]).toEqual(['watch', 'watch', 'fine']);
  });

  it('says the day where it is another one, and how many countries more', () => {
    const waiting = { count: 1, oldest: NOW, peopleAt: addMs(NOW, 86_400_000) };
    const { sentence } = situationOf(facts({ countries: [{ ...silent('FI'), waiting }, silent('PT'), silent('DK'), country('HU')] }));
    expect(sentence.sv).toBe('Finland (och 2 länder till) svarar inte sedan 10:42; 1 uttag väntar på besked; ingen åtgärd krävs innan 2026-06-13 11:00.');
    expect(sentence.en).toBe('Finland (and 2 more countries) has not answered since 10:42; 1 dispensation waits for an answer; nothing need be done before 2026-06-13 11:00.');
  });

  it('blames the way to the countries where none of several can be reached, and only then', () => {
    const { sentence, owners } = situationOf(facts({ countries: [silent('FI'), silent('DK')] }));
    expect([owners.network, owners.countries]).toEqual(['watch', 'fine']);
    expect(sentence.sv).toMatch(/^Inget land går att nå: troligen är det nätet\. Finland \(och 1 land till\) svarar inte sedan/);
    for (const countries of [[silent('FI')], [silent('FI'), country('DK')]]) expect(situationOf(facts({ countries })).owners).toMatchObject({ network: 'fine', countries: 'watch' });
    const answers = country('DK', { services: [{ direction: 'outbound', service: 'identify', failingSince: NOW, code: 'NCP_PEER_ANSWER' }] });
    expect(situationOf(facts({ countries: [silent('FI'), answers] })).owners.network).toBe('fine');
  });

  it('says since when the oldest of each task waits, where it is known', () => {
    const work = { awaitingProfessional: 0, operator: 2, conflicts: 1, unknown: 0, gaps: 0, since: { operator: NOW } };
    expect(situationOf(facts({ work })).tasks.map(({ id, since }) => [id, since])).toEqual([['operator', NOW], ['conflict', undefined]]);
  });

  it('what is ours comes before the national list, and that before a country', () => {
    const all = facts({ parts: [{ name: 'dispatcher', up: false, since: instant('2026-06-12T08:00:00Z') }], nationalFailingSince: NOW, countries: [silent('FI')] });
    expect(situationOf(all).sentence.sv).toBe('Vår del dispatcher svarar inte sedan 10:00.');
    expect(situationOf(all).owners).toEqual({ us: 'act', national: 'watch', network: 'fine', countries: 'watch' });
    expect(situationOf({ ...all, parts: [] }).sentence.sv).toMatch(/^Läkemedelslistan svarar inte sedan 11:00/);
  });

  it('tells a slow national list from one that does not answer', () => {
    const slow = facts({ nationalSlow: { since: instant('2026-06-12T08:30:00Z'), latestMs: 6_240 } });
    expect(situationOf(slow)).toMatchObject({ level: 'watch', owners: { us: 'fine', national: 'watch', countries: 'fine' } });
    expect(situationOf(slow).sentence.sv).toBe('Läkemedelslistan svarar långsamt sedan 10:30, senast efter 6,2 sekunder.');
    expect(situationOf({ ...slow, nationalFailingSince: NOW }).sentence.en).toMatch(/has not answered since 11:00/);
  });

  it('says how many codes are not in the catalogue, after everything that is more urgent', () => {
    const work = { awaitingProfessional: 0, operator: 0, conflicts: 0, unknown: 0, gaps: 2 };
    expect(situationOf(facts({ work }))).toMatchObject({ level: 'watch', sentence: { sv: '2 koder i veckans dokument saknas i katalogen.' }, owners: { us: 'fine' } });
    expect(situationOf(facts({ work: { ...work, gaps: 1, unknown: 1 } })).sentence.en).toMatch(/unknown outcome/);
    expect(situationOf(facts({ work: { ...work, gaps: 1 } })).sentence.en).toBe("1 code of this week's documents is not in the catalogue.");
  });

  it('a country that asks wrongly is no country that fails', () => {
    const asking = country('FI', { services: [{ direction: 'inbound', service: 'identify', failingSince: NOW, code: 'NCP_STORE_UNAVAILABLE' }] });
    expect(situationOf(facts({ countries: [asking] })).owners.countries).toBe('fine');
  });

  it('work for people is named, most urgent first, with what happens otherwise', () => {
    const { sentence, tasks, level } = situationOf(facts({ work: { awaitingProfessional: 2, operator: 0, conflicts: 1, unknown: 1, gaps: 0 }, certificates: [{ what: 'tls-server', until: addMs(NOW, 20 * 86_400_000) }] }));
    expect(sentence.sv).toBe('1 konflikt i läkemedelslistan väntar på ett beslut.');
    expect(tasks.map(({ id, level: one }) => [id, one])).toEqual([['conflict', 'act'], ['unknown', 'watch'], ['awaiting-professional', 'watch'], ['certificate', 'watch']]);
    expect([level, tasks.every(({ otherwise }) => otherwise.sv !== '' && otherwise.en !== '')]).toEqual(['act', true]);
  });

  it('a certificate of the last week must be replaced', () => {
    const at = (days: number) => situationOf(facts({ certificates: [{ what: 'seal', until: addMs(NOW, days * 86_400_000) }] })).tasks.map(({ level }) => level);
    expect([at(31), at(30), at(7), at(-1)]).toEqual([[], ['watch'], ['act'], ['act']]);
  });
});

describe('whose it is', () => {
  it.each([
    ['NCP_NATIONAL_UNAVAILABLE', 'national', true], ['NCP_PEER_TIMEOUT', 'country', true], ['NCP_PEER_NO_MATCH', 'country', false], ['NCP_PEER_DIRECTORY', 'us', true],
    ['NCP_STORE_UNAVAILABLE', 'us', true], ['NCP_SAML_EXPIRED', 'sender', false], ['NCP_PI_NO_MATCH', 'sender', false], ['NCP_TRUST_PIN', 'country', true],
  ] as const)('%s is of %s', (code, owner, trouble) => {
    expect([ownerOf(code), isTrouble(code)]).toEqual([owner, trouble]);
  });
});
