import { describe, expect, it } from '@jest/globals';
import type { ReadDocument, ReadLine } from '@ncp/domain';
import { loadCatalogue, STARTER_RELEASE } from '@ncp/terminology';
import { parseXml, text, utf8 } from '@ncp/xml';
import { summaryDocument } from '../../../../cda/fixtures/foreign-summary.js';
import { finland } from '../../../fixtures/foreign-documents.js';
import { account } from './census.js';
import { readSummary } from './read-summary.js';

const context = { catalogue: loadCatalogue(STARTER_RELEASE), profile: finland() };
const good = text(summaryDocument);

/** The summary with one thing changed; whatever it is, nothing of it is lost. */
const changed = (from: string, to: string): ReadDocument => {
  expect(good).toContain(from);
  const root = parseXml(utf8(good.replace(from, to)));
  const { read } = readSummary(root, context);
  expect(account(root, read).filter(({ key }) => key === undefined)).toEqual([]);
  return read;
};

const linesOf = (read: ReadDocument): readonly ReadLine[] => read.sections.flatMap((section) => [...section.lines, ...section.entries.flatMap(({ lines }) => lines)]);
const lineAt = (read: ReadDocument, place: string): ReadLine | undefined => linesOf(read).find(({ at }) => at?.endsWith(place) === true);
const sentenceOf = (read: ReadDocument): string | undefined => linesOf(read).find(({ key }) => key.endsWith('dosage.sentence'))?.sv;

describe('what a summary says doubtfully', () => {
  it('has a dosage in words when nothing is wrong', () => {
    const { read } = readSummary(summaryDocument, context);
    expect(sentenceOf(read)).toMatch(/1,50.*2.*tablett/);
    expect(read.findings.filter(({ class: kind }) => kind === 'reading').map(({ rule }) => rule)).toEqual(['reading.display-name']);
  });

  it.each([
    ['below zero', '<low value="1.50"', '<low value="-1.50"', '-1.50 {Tablet} – 2 {Tablet}'],
    ['with a comma', '<low value="1.50"', '<low value="1,50"', '1,50 {Tablet} – 2 {Tablet}'],
    ['said to be none', '<low value="1.50"', '<low nullFlavor="UNK" value="1.50"', '1.50 (UNK) {Tablet} – 2 {Tablet}'],
  ])('a dose %s is shown as it is written, and what is left of the dosage is no sentence', (_title, from, to, original) => {
    const read = changed(from, to);
    expect(lineAt(read, '/doseQuantity')).toMatchObject({ original: { text: original } });
    expect(sentenceOf(read)).toBeUndefined();
  });

  it.each([
    ['a maximum', '<routeCode code', '<maxDoseQuantity><numerator value="4" unit="{Tablet}"/><denominator value="1" unit="d"/></maxDoseQuantity><routeCode code'],
    ['a condition', '<routeCode code', '<precondition typeCode="PRCN"><criterion><text>pain</text></criterion></precondition><routeCode code'],
    ['a second time that is null', '<routeCode code', '<effectiveTime xsi:type="PIVL_TS" operator="A"><period nullFlavor="UNK"/></effectiveTime><routeCode code'],
    ['an exclusion', 'institutionSpecified="true" operator="A"', 'institutionSpecified="true" operator="E"'],
  ])('D36 %s beside times and dose makes no sentence of the rest', (_title, from, to) => {
    expect(sentenceOf(changed(from, to))).toBeUndefined();
  });

  it('a period that is no number makes no sentence', () => {
    expect(sentenceOf(changed('<period value="8"', '<period value="8,5"'))).toBeUndefined();
  });

  it('a null with a value is never shown as the value alone', () => {
    const line = lineAt(changed('<low value="1.50"', '<low nullFlavor="UNK" value="1.50"'), '/doseQuantity');
    expect(line).toMatchObject({ mark: 'untranslated' });
    expect(line?.sv).toBeUndefined();
  });

  it('a strength of two nulls is missing, and says why', () => {
    const read = changed('<numerator xsi:type="PQ" value="500" unit="mg"/><denominator xsi:type="PQ" value="1" unit="{Tablet}"/>', '<numerator xsi:type="PQ" nullFlavor="NI"/><denominator xsi:type="PQ" nullFlavor="NI"/>');
    expect(lineAt(read, '/ingredient/quantity')).toMatchObject({ mark: 'missing', original: { text: '(NI) / (NI)' }, sv: expect.stringContaining('Uppgift saknas') });
  });

  it('a time that is null is no time, and its value is shown beside that', () => {
    const read = changed('<low value="20260101"/>', '<low nullFlavor="UNK" value="20260101"/>');
    expect(linesOf(read).filter(({ at }) => at?.endsWith('effectiveTime[1]/low') === true).map(({ mark }) => mark)).toEqual(['as-written', 'missing']);
    expect(sentenceOf(read) ?? '').not.toContain('2026-01-01');
  });

  it('what is only planned is said to be so', () => {
    expect(linesOf(readSummary(summaryDocument, context).read).find(({ key }) => key.endsWith('moodCode'))).toMatchObject({
      label: { sv: 'Uppgiftens art' }, original: { text: 'INT' }, sv: 'avsett, inte utfört', en: 'intended, not done',
    });
  });

  it('words of a translation that has no code are shown', () => {
    const read = changed('<routeCode code="20053000"', '<routeCode code="99999999"').sections;
    expect(JSON.stringify(read)).toContain('Oral use');
    const translated = changed('displayName="Oral use"/>', 'displayName="Oral use"><translation displayName="suun kautta"/></routeCode>');
    expect(JSON.stringify(translated.sections)).toContain('suun kautta');
  });

  it('a section that is null says so', () => {
    const read = changed('<component><section><code code="30954-2"', '<component><section nullFlavor="NI"><code code="30954-2"');
    expect(lineAt(read, '/component[3]/section')).toMatchObject({ mark: 'missing' });
  });

  it('says each fault once, in words, with its place', () => {
    const { findings } = changed('<low value="1.50"', '<low value="1,50"');
    const told = findings.filter(({ rule }) => rule === 'reading.amount-unreadable');
    expect(told).toEqual([expect.objectContaining({ class: 'reading', severity: 'warning', at: expect.stringMatching(/doseQuantity\/low$/), text: { sv: expect.any(String), en: expect.any(String) } })]);
  });
});
