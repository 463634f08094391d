import { describe, expect, it } from '@jest/globals';
import { calendarDate, decimal, type MedicationItem } from '@ncp/domain';
import { attr, child, childrenOf, NS, parseXml, requireChild, walk, type XmlElement } from '@ncp/xml';
import { daily, dosage, step } from '../../fixtures/prescriptions.js';
import { medication, substance, summary, summaryInput, term } from '../../fixtures/swedish-summaries.js';
import { encodeSummary } from './encode-summary.js';
import { summaryDocument } from './summary-document.js';

/** The medication as level 3 writes it. */
const written = (changes: Partial<MedicationItem>): XmlElement => {
  const root = parseXml(encodeSummary(summaryDocument(summaryInput({ summary: summary({ medications: [medication(changes)] }) }))));
  const item = [...walk(root)].find(({ local }) => local === 'substanceAdministration');
  if (item === undefined) throw new TypeError('no medication');
  return item;
};

const timesOf = (item: XmlElement): readonly (readonly [string, string])[] => childrenOf(item, NS.hl7, 'effectiveTime').map((time) => [
  attr(time, 'type', NS.xsi) ?? '',
  [attr(time, 'value') ?? '', ...time.children.flatMap((node) => (node.kind === 'element' ? [`${node.local}=${attr(node, 'value') ?? attr(node, 'nullFlavor') ?? '?'}`] : []))].filter((part) => part !== '').join(' '),
]);

const { start: _start, ...withoutStart } = medication();
const unstarted = (changes: Partial<MedicationItem>): XmlElement => {
  const root = parseXml(encodeSummary(summaryDocument(summaryInput({ summary: summary({ medications: [{ ...withoutStart, ...changes }] }) }))));
  return [...walk(root)].find(({ local }) => local === 'substanceAdministration') ?? root;
};

const atEight = dosage('1 tablett kl 08', daily({ kind: 'times-of-day', timeOfDay: ['08:00'] }));

describe('days of a medication (PS53)', () => {
  it.each([
    ['since a day', {}, 'low=20240212'],
    ['between two days', { end: calendarDate('2024-03-01') }, 'low=20240212 high=20240301'],
    ['on one day, which is no interval of two equal ends', { end: calendarDate('2024-02-12') }, '20240212'],
    ['with an end before the start, which is no end', { end: calendarDate('2024-01-01') }, 'low=20240212'],
    ['for as many days as the dosage says', { dosage: dosage('1 tablett i 10 dagar', daily({ boundsDays: 10 })) }, 'low=20240212 width=10'],
  ] as const)('%s', (_what, changes, interval) => {
    expect(timesOf(written(changes))[0]).toEqual(['IVL_TS', interval]);
  });

  it('keeps a structure whose start is not known: only the start is null', () => {
    expect(timesOf(unstarted({ dosage: dosage('1 tablett dagligen', daily()) }))).toEqual([['IVL_TS', 'low=UNK'], ['PIVL_TS', 'period=1']]);
  });
});

describe('dosage of a medication (PS56)', () => {
  it('is structured where it says exactly what was ordered', () => {
    const item = written({ dosage: atEight });
    expect(timesOf(item)[1]).toEqual(['PIVL_TS', 'phase=? period=1']);
    expect(childrenOf(requireChild(item, NS.hl7, 'doseQuantity'), NS.hl7, 'low').map((low) => [attr(low, 'value'), attr(low, 'unit')])).toEqual([['1', '{Tablet}']]);
  });

  it.each([
    ['a clock time without a first day', atEight],
    ['a single dose without a day', dosage('1 tablett som engångsdos', step({ kind: 'once', dose: daily().dose ?? { value: decimal('1'), unit: { text: 'tablett' } } }))],
    ['a length without a first day', dosage('1 tablett i 10 dagar', daily({ boundsDays: 10 }))],
    ['free text', dosage('vid behov, se separat lapp', step({ kind: 'free-text' }))],
  ])('stays words: %s', (_what, words) => {
    const item = unstarted({ dosage: words });
    expect(timesOf(item)[1]).toEqual(['PIVL_TS', 'period=UNK']);
    expect(child(item, NS.hl7, 'doseQuantity')).toBeUndefined();
    const instruction = [...walk(item)].find(({ local, parent }) => local === 'reference' && parent?.parent?.local === 'act');
    expect(attr(instruction ?? item, 'value')).toBe('#med1-dosage');
  });

  it('is a single dose on the day that it names, though no start is known', () => {
    const once = dosage('1 tablett den 1 mars', step({ kind: 'once', on: calendarDate('2026-03-01'), dose: { value: decimal('1'), unit: { text: 'tablett' } } }));
    expect(timesOf(unstarted({ dosage: once }))[1]).toEqual(['', '20260301']);
  });
});

describe('product of a medication (PS54, PS55)', () => {
  it('has a strength for its substance only where both are certain', () => {
    expect([...walk(written({}))].filter(({ local }) => local === 'ingredient')).toHaveLength(1);
    expect([...walk(written({ product: { name: 'Okänd', strengthText: 'cirka 5 mg', atc: substance('C09AA02', 'enalapril') } }))].filter(({ local }) => local === 'ingredient')).toEqual([]);
    expect([...walk(written({ product: { name: 'Kombination', strengthText: '20 mg/6 mg', atc: substance('C09BA02', 'enalapril och diuretika') } }))].filter(({ local }) => local === 'ingredient')).toEqual([]);
  });

  it('guesses no code from a name', () => {
    const product = [...walk(written({ product: { name: 'Enalapril' } }))].find(({ local }) => local === 'manufacturedMaterial');
    expect((product?.children ?? []).map((node) => (node.kind === 'element' ? [node.local, attr(node, 'nullFlavor')] : []))).toEqual([['templateId', undefined], ['name', undefined], ['formCode', 'UNK']]);
  });

  it('keeps a form without a code in words', () => {
    const form = [...walk(written({ product: { name: 'Kaka', form: term('hemgjord kaka') } }))].find(({ local }) => local === 'formCode');
    expect([attr(form ?? written({}), 'nullFlavor'), form?.children.length]).toEqual(['OTH', 1]);
  });
});
