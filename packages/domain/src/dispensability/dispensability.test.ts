import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  addDays, assessOffer, calendarDate, countryCode, decimal, DEFAULT_POLICY, DISPENSABILITY_RULES, instant,
  offeredPackages, RULE_IDS, type OfferFacts, type RuleId,
} from '../index.js';
import { ALMA, AMLODIPIN, CONSENT, offerFacts, PRESCRIPTION, tablets, withArticle, withPrescription } from '../../fixtures/sample.js';

const withoutArticle = (): OfferFacts => {
  const { article: _unknown, ...facts } = offerFacts();
  return facts;
};
const { atc: _noAtc, ...PLAIN_REFERENCE } = PRESCRIPTION.article;
const { atc: _noArticleAtc, ...PLAIN_ARTICLE } = AMLODIPIN;
const { packAmount: _noPack, ...PACKLESS_ARTICLE } = AMLODIPIN;
const { remainingDispenses: _noCount, ...UNCOUNTED } = PRESCRIPTION;
const { remainingQuantity: _noQuantity, ...UNMEASURED } = PRESCRIPTION;
const { end: _noEnd, ...OPEN_END } = PRESCRIPTION.validity;
const TODAY = calendarDate('2026-06-12');
const CHILD = { ...ALMA, birthDate: calendarDate('2016-03-21') };
const WARN = { ...DEFAULT_POLICY, interval: 'warn' } as const;
const MASK = { ...DEFAULT_POLICY, protectedIdentity: 'mask' } as const;

/** One line per situation: the rule, what is so, the facts; each id has at least one that denies and one that allows. */
const SITUATIONS: readonly (readonly [id: RuleId, deny: boolean, what: string, facts: OfferFacts])[] = [
  ['E01', true, 'no consent', offerFacts({ consents: [] })],
  ['E01', true, 'consent withdrawn', offerFacts({ consents: [{ ...CONSENT, active: false }] })],
  ['E01', true, 'consent for another country', offerFacts({ consents: [{ ...CONSENT, countries: [countryCode('DK')] }] })],
  ['E01', true, 'consent for the patient summary only', offerFacts({ consents: [{ ...CONSENT, category: 'cross-border-patient-summary' }] })],
  ['E01', true, 'consent ended yesterday', offerFacts({ consents: [{ ...CONSENT, until: addDays(TODAY, -1) }] })],
  ['E01', true, 'consent begins tomorrow', offerFacts({ consents: [{ ...CONSENT, from: addDays(TODAY, 1) }] })],
  ['E01', false, 'consent for every country', offerFacts()],
  ['E01', false, 'consent for this country, from today to today', offerFacts({ consents: [{ ...CONSENT, countries: [countryCode('FI')], from: TODAY, until: TODAY }] })],
  ['E02', true, 'deceased', offerFacts({ patient: { ...ALMA, deceased: true } })],
  ['E02', true, 'inactive', offerFacts({ patient: { ...ALMA, active: false } })],
  ['E02', true, 'protected', offerFacts({ patient: { ...ALMA, protectedIdentity: true } })],
  ['E02', true, 'minor', offerFacts({ patient: CHILD })],
  ['E02', false, 'protected under policy mask', offerFacts({ patient: { ...ALMA, protectedIdentity: true }, policy: MASK })],
  ['E02', false, 'minor whose guardian has consented', offerFacts({ patient: CHILD, consents: [{ ...CONSENT, byGuardian: true }] })],
  ['E02', false, 'eighteen today', offerFacts({ patient: { ...ALMA, birthDate: calendarDate('2008-06-12') } })],
  ['E02', false, 'emigrated but active', offerFacts({ patient: { ...ALMA, emigrated: true } })],
  ...(['completed', 'stopped', 'cancelled', 'on-hold', 'entered-in-error', 'unknown'] as const).map(
    (status) => ['E03', true, `status ${status}`, withPrescription({ status })] as const,
  ),
  ['E03', true, 'converted to paper', withPrescription({ format: 'paper' })],
  ['E03', true, 'unknown format', withPrescription({ format: 'unknown' })],
  ['E03', true, 'modifier not understood', withPrescription({ notUnderstood: ['http://example.org/not-to-be-taken'] })],
  ['E03', false, 'active and electronic', offerFacts()],
  ['G23', true, 'article unknown to the register', withoutArticle()],
  ['G23', false, 'article known', offerFacts()],
  ['E04', true, 'merchandise', withArticle({ kind: 'merchandise' })],
  ['E04', true, 'food', withArticle({ kind: 'food' })],
  ['E04', true, 'unknown kind', withArticle({ kind: 'unknown' })],
  ['E04', false, 'medicinal product', offerFacts()],
  ['E05', true, 'technical spirit', withArticle({ kind: 'technical-spirit' })],
  ['E05', false, 'medicinal product', offerFacts()],
  ['E06', true, 'special medicine', withArticle({ controlled: true })],
  ['E06', true, 'narcotic class II', withArticle({ narcoticClass: 'II' })],
  ['E06', false, 'ordinary medicine', offerFacts()],
  ['E07', true, 'licence', withArticle({ authorisation: 'licence' })],
  ['E07', true, 'deregistered', withArticle({ authorisation: 'deregistered' })],
  ['E07', true, 'authorisation unknown', withArticle({ authorisation: 'unknown' })],
  ['E07', false, 'approved', offerFacts()],
  ['E08', true, 'extempore', withArticle({ authorisation: 'extempore' })],
  ['E08', false, 'approved', offerFacts()],
  ['E09', true, 'multi-dose bags', withPrescription({ dosePackaging: true })],
  ['E09', false, 'whole packs', offerFacts()],
  ['E10', true, 'for animals', withArticle({ veterinary: true })],
  ['E10', false, 'for people', offerFacts()],
  ['E11', true, 'restricted', withArticle({ dispensingRestriction: 'HOSPITAL' })],
  ['E11', false, 'unrestricted', offerFacts()],
  ['E12', true, 'addressed to one pharmacy', withPrescription({ receivingPharmacy: '7350045511119' })],
  ['E12', false, 'free choice of pharmacy', offerFacts()],
  ['E13', true, 'ended yesterday', withPrescription({ validity: { end: addDays(TODAY, -1) } })],
  ['E13', true, 'begins tomorrow', withPrescription({ validity: { start: addDays(TODAY, 1), end: addDays(TODAY, 9) } })],
  ['E13', true, 'no end, issued more than a year ago', withPrescription({ validity: {}, authoredOn: instant('2025-06-11T10:00:00+02:00') })],
  ['E13', false, 'last day', withPrescription({ validity: { end: TODAY } })],
  ['E13', false, 'first day', withPrescription({ validity: { start: TODAY, end: addDays(TODAY, 9) } })],
  ['E13', false, 'no end, issued a year ago today', withPrescription({ validity: OPEN_END, authoredOn: instant('2025-06-12T10:00:00+02:00') })],
  ['E14', true, 'no uttag left', withPrescription({ remainingDispenses: 0 })],
  ['E14', true, 'no quantity left', withPrescription({ remainingQuantity: tablets('0') })],
  ['E14', true, 'negative quantity left', withPrescription({ remainingQuantity: tablets('-20') })],
  ['E14', true, 'less than a package left', withPrescription({ remainingQuantity: tablets('99.9') })],
  ['E14', true, 'pack size unknown', offerFacts({ article: PACKLESS_ARTICLE })],
  ['E14', true, 'uttag unknown', offerFacts({ prescription: UNCOUNTED })],
  ['E14', true, 'remaining quantity unknown', offerFacts({ prescription: UNMEASURED })],
  ['E14', true, 'half a package per uttag', withPrescription({ packagesPerDispense: 0.5, remainingQuantity: tablets('1000') })],
  ['E14', true, 'zero packages per uttag', withPrescription({ packagesPerDispense: 0 })],
  ['E14', true, 'pack size zero', withArticle({ packAmount: tablets('0') })],
  ['E14', true, 'pack and remaining quantity in different units', withArticle({ packAmount: { value: decimal('100'), unit: { text: 'ml', code: 'mL' } } })],
  ['E14', false, 'exactly one package left', offerFacts()],
  ['E15', true, 'next uttag tomorrow', withPrescription({ nextDispenseEarliest: addDays(TODAY, 1) })],
  ['E15', true, 'interval set, one used, nobody tells when', withPrescription({ dispenseIntervalDays: 90, dispensesAllowed: 4, remainingDispenses: 3, remainingQuantity: tablets('300') })],
  ['E15', false, 'next uttag today', withPrescription({ nextDispenseEarliest: TODAY })],
  ['E15', false, 'interval set, none used', withPrescription({ dispenseIntervalDays: 90 })],
  ['E15', false, 'too early, but only a warning by policy', { ...withPrescription({ nextDispenseEarliest: addDays(TODAY, 1) }), policy: WARN }],
  ['E16', true, 'blocked', withPrescription({ blocked: true })],
  ['E16', true, 'another of the chain is blocked', offerFacts({ allPrescriptions: [{ ...PRESCRIPTION, id: 'other', blocked: true }] })],
  ['E16', false, 'one of another chain is blocked', offerFacts({ allPrescriptions: [{ ...PRESCRIPTION, id: 'other', chainId: 'c2', blocked: true }] })],
  ['E17', true, 'neither ATC nor name', { ...withPrescription({ article: PLAIN_REFERENCE }), article: { ...PLAIN_ARTICLE, name: ' ' } }],
  ['E17', false, 'name without ATC', { ...withPrescription({ article: PLAIN_REFERENCE }), article: PLAIN_ARTICLE }],
  ['E17', false, 'ATC without name', withArticle({ name: '' })],
  ['E18', true, 'expedition lock in Sweden', withPrescription({ lockedByPharmacy: true })],
  ['E18', true, 'unsettled in our ledger', offerFacts({ holds: true })],
  ['E18', false, 'free', offerFacts()],
  ['E19', true, 'telephone, fifteenth day', withPrescription({ registrationBasis: 'TELEPHONE', authoredOn: instant('2026-05-28T10:00:00+02:00') })],
  ['E19', true, 'paper, fifteenth day', withPrescription({ registrationBasis: 'PAPER', authoredOn: instant('2026-05-28T10:00:00+02:00') })],
  ['E19', false, 'telephone, fourteenth day', withPrescription({ registrationBasis: 'TELEPHONE', authoredOn: instant('2026-05-29T10:00:00+02:00') })],
  ['E19', false, 'electronic, older', offerFacts()],
];

const rule = (facts: OfferFacts): unknown => {
  const assessed = assessOffer(facts);
  return assessed.offered ? undefined : [assessed.rule, assessed.reason.en !== ''];
};

const tenths = (value: number): string => `${String(Math.floor(value / 10))}.${String(value % 10)}`;

describe('dispensability', () => {
  it('has the rules of the specification, in its order', () => {
    const ids = DISPENSABILITY_RULES.map(({ id }) => id);
    expect(ids).toEqual([...RULE_IDS]);
    expect(ids.filter((id) => id.startsWith('E'))).toEqual(Array.from({ length: 19 }, (_, index) => `E${String(index + 1).padStart(2, '0')}`));
    expect(ids.indexOf('G23')).toBe(ids.indexOf('E04') - 1);
  });

  it('CDA-07 explains every rule in Swedish and English', () => {
    for (const { reason, subject } of DISPENSABILITY_RULES) {
      expect(reason.sv.endsWith('.') && reason.en.endsWith('.') && reason.sv !== reason.en && subject !== '').toBe(true);
    }
  });

  it('has a denying and an allowing situation for every rule', () => {
    for (const id of RULE_IDS) {
      expect(new Set(SITUATIONS.filter(([rule]) => rule === id).map(([, deny]) => deny))).toEqual(new Set([true, false]));
    }
  });

  it.each(SITUATIONS)('%s denies=%s: %s', (id, deny, _what, facts) => {
    expect(DISPENSABILITY_RULES.find((rule) => rule.id === id)?.deny(facts)).toBe(deny);
    const assessed = assessOffer(facts);
    expect(assessed).toMatchObject(deny ? { offered: false, rule: id } : { offered: true });
  });

  it('CDA-05 offers nothing whose status or modifier it does not understand', () => {
    expect(assessOffer(withPrescription({ status: 'unknown' }))).toMatchObject({ offered: false, rule: 'E03' });
    expect(assessOffer(withPrescription({ notUnderstood: ['modifierExtension'] }))).toMatchObject({ offered: false, rule: 'E03' });
  });

  it('CDA-06 gives the reason for what is cancelled, expired or fully dispensed', () => {
    expect(rule(withPrescription({ status: 'entered-in-error' }))).toEqual(['E03', true]);
    expect(rule(withPrescription({ validity: { end: addDays(TODAY, -1) } }))).toEqual(['E13', true]);
    expect(rule(withPrescription({ remainingDispenses: 0 }))).toEqual(['E14', true]);
  });

  it('stops at the first rule that denies', () => {
    const facts = { ...withPrescription({ status: 'completed', blocked: true }), holds: true };
    expect(assessOffer(facts)).toMatchObject({ rule: 'E03' });
    expect(assessOffer({ ...facts, consents: [] })).toMatchObject({ rule: 'E01' });
  });

  it('S04 offers one uttag of what remains, never the total', () => {
    const furix = { dispensesAllowed: 3, remainingDispenses: 2, remainingQuantity: tablets('272') };
    expect(assessOffer(withPrescription(furix))).toEqual({ offered: true, packages: 1 });
    expect(assessOffer(withPrescription({ ...furix, packagesPerDispense: 2 }))).toEqual({ offered: true, packages: 2 });
    expect(assessOffer(withPrescription({ ...furix, packagesPerDispense: 5 }))).toEqual({ offered: true, packages: 2 });
  });

  it('CDA-08 offers as many packages as a plain count of what fits', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 6 }), (remaining, pack, perUttag) => {
        // Both in tenths, so that decimal packs are counted too; the reference only adds.
        let reference = 0;
        while (reference < perUttag && (reference + 1) * pack <= remaining) reference += 1;
        const packages = offeredPackages(
          { ...PRESCRIPTION, packagesPerDispense: perUttag, remainingQuantity: tablets(tenths(remaining)) },
          { ...AMLODIPIN, packAmount: tablets(tenths(pack)) },
        );
        expect(packages).toBe(reference);
      }),
    );
  });
});
