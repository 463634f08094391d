import { describe, expect, it } from '@jest/globals';
import { dosageSentence, epochMs, prescriptionIdentifier, scheduleOfTiming, stockholmDate, type DosageStep, type Instant, type Prescription } from '@ncp/domain';
import { parseXml, text } from '@ncp/xml';
import * as fc from 'fast-check';
import { prescriptionInput } from '../../fixtures/generated-prescriptions.js';
import { ARTICLE, PATIENT, PRESCRIBER } from '../../fixtures/round-trip-people.js';
import { checkFields, oneLine, scheduleOfSteps, shownLines, type FieldTable, type Seen } from '../../fixtures/round-trip.js';
import { decodeLevel1, decodePrescription, encodePrescription, encodePrescriptionLevel1, prescriptionDocument, type PrescriptionInput } from '../index.js';
import { amountWords, formUnits } from './units.js';

const CASES = Number(process.env['NCP_ROUND_TRIP_CASES'] ?? '300');
const SEED = Number(process.env['NCP_ROUND_TRIP_SEED'] ?? Date.now() % 1_000_000_000);

/** A document's times have seconds. */
const seconds = (instant: Instant | undefined): number | undefined => (instant === undefined ? undefined : Math.floor(epochMs(instant) / 1000));

const tellsPharmacist = (words: string) => (value: unknown, { fulfilmentInstruction }: Seen): void => {
  if (value !== undefined) expect(fulfilmentInstruction).toContain(`${words}${String(value)}`);
};

const sentenceOf = ({ input, read }: Seen): readonly string[] => {
  const form = read.prescribed.form.kind === 'coded' ? read.prescribed.form.value : undefined;
  const lines = dosageSentence(input.offer.prescription.dosage.steps, amountWords(input.catalogue, formUnits(input.catalogue, form)));
  return lines?.flatMap(({ sv, en }) => [sv, en]) ?? [];
};

/** Structured means exactly what was prescribed; otherwise the words are all there is, and they are all there. */
const timing = (seen: Seen): void => {
  const { read, input, patientInstruction, narrative } = seen;
  const [coded] = read.timings;
  for (const line of sentenceOf(seen)) expect(narrative).toContain(oneLine(line));
  if (coded === undefined) {
    expect(read.dose).toBeUndefined();
    for (const line of sentenceOf(seen)) expect(patientInstruction).toContain(oneLine(line));
    return;
  }
  const { steps } = input.offer.prescription.dosage;
  expect(read.timings).toHaveLength(1);
  expect(scheduleOfTiming(coded)).toEqual(scheduleOfSteps(steps));
  const [{ dose, doseRange } = {} as DosageStep] = steps;
  if (read.dose !== undefined) {
    expect([read.dose.low?.value, read.dose.high?.value]).toEqual([dose?.value ?? doseRange?.low.value, dose?.value ?? doseRange?.high.value]);
    for (const unit of [dose?.unit.text, doseRange?.low.unit.text]) if (unit !== undefined) expect(narrative).toContain(oneLine(unit));
  } else expect([dose, doseRange]).toEqual([undefined, undefined]);
};

const ONLY_TOGETHER = { lost: 'checked with all that says when, by `kind`' } as const;

const STEP: FieldTable<DosageStep> = {
  sequence: { lost: 'steps one after another are text: their order is that of the lines (decisions D36)' },
  subSequence: { lost: 'as sequence; its order is not public' },
  kind: (_value, seen) => { timing(seen); },
  text: (value, { input, patientInstruction }) => {
    // The national reader makes the whole text of the texts of the steps; only without it do they stand for themselves.
    if (!/[\p{L}\p{N}]/u.test(input.offer.prescription.dosage.text)) for (const line of shownLines(value ?? '')) expect(patientInstruction).toContain(line);
  },
  frequency: ONLY_TOGETHER, period: ONLY_TOGETHER, periodUnit: ONLY_TOGETHER, when: ONLY_TOGETHER, timeOfDay: ONLY_TOGETHER, dayOfWeek: ONLY_TOGETHER, on: ONLY_TOGETHER, dose: ONLY_TOGETHER, doseRange: ONLY_TOGETHER,
  boundsDays: (value, { input, read }) => {
    if (input.offer.prescription.dosage.steps.length === 1) expect([read.treatment?.width?.value, read.treatment?.width?.unit.code]).toEqual(value === undefined ? [undefined, undefined] : [String(value), 'd']);
  },
  asNeeded: (value, { read }) => { if (value) expect(read.timings).toEqual([]); },
  maximum: (value, { patientInstruction }) => { if (value !== undefined) expect(patientInstruction).toContain(oneLine(`${value.dose.value} ${shownLines(value.dose.unit.text).join(' ')}`)); },
  route: (value, { input, read, narrative }) => {
    // Differing routes are in the prescriber's text only.
    const isShared = input.offer.prescription.dosage.steps.every(({ route }) => route?.code === value?.code);
    if (value === undefined || !isShared) return;
    expect(read.route?.code === value.code || read.route?.display?.includes(value.code) === true || value.codeSystem !== read.route?.codeSystem).toBe(true);
    if (value.display !== undefined) expect(narrative).toContain(value.display);
  },
  administration: (value, { patientInstruction }) => { for (const line of shownLines(value ?? '')) expect(patientInstruction).toContain(line); },
  observandum: (value, { fulfilmentInstruction }) => { if (value) expect(fulfilmentInstruction).toContain('Hög dos'); },
};

const PRESCRIPTION: FieldTable<Prescription> = {
  id: (value, { read, input }) => {
    const expected = prescriptionIdentifier(value, input.config.roots);
    expect([read.prescriptionId, read.itemId, read.setId]).toEqual([expected, expected, expected]);
  },
  versionId: (value, { read, input, narrative }) => {
    expect(read.documentId.extension).toBe(`${input.offer.prescription.id}.${value}.L3`);
    expect(narrative).toContain(value);
  },
  lastUpdated: (value, { read }) => { expect(seconds(read.effectiveTime?.instant)).toBe(seconds(value)); },
  authoredOn: (value, { read }) => {
    expect(seconds(read.prescriber.writtenAt?.instant)).toBe(seconds(value));
    expect(read.treatment?.low?.date).toBe(stockholmDate(value));
  },
  status: (value, { read }) => { expect(read.status).toBe(value); },
  prescriber: (value, seen) => { checkFields(PRESCRIBER, value, seen); },
  dosage: (value, seen) => {
    for (const line of shownLines(value.text)) {
      expect(seen.patientInstruction).toContain(line);
      expect(seen.narrative).toContain(line);
    }
    for (const step of value.steps) checkFields(STEP, step, seen);
  },
  dispensesAllowed: (value, { input, fulfilmentInstruction }) => {
    if (input.offer.prescription.remainingDispenses === undefined) expect(fulfilmentInstruction).toContain(`Förskrivna uttag: ${String(value)}`);
  },
  remainingDispenses: tellsPharmacist('Uttag: 1 av '),
  nextDispenseEarliest: tellsPharmacist('Tidigast nästa uttag '),
  dispenseIntervalDays: tellsPharmacist('Minst '),
  validity: ({ start, end }, seen) => {
    tellsPharmacist('Giltigt från ')(start, seen);
    tellsPharmacist('Giltigt till ')(end, seen);
  },
  noteToPharmacy: (value, { fulfilmentInstruction }) => { for (const line of shownLines(value ?? '')) expect(fulfilmentInstruction).toContain(line); },
  substitutionAllowed: (value, { read }) => { expect([read.substitutionAllowed, read.substitution?.code]).toEqual([value, value ? 'G' : 'N']); },
  article: { lost: 'identifiers only; the article of the register is what is written' },
  packagesPerDispense: { lost: 'one uttag is offered, with the number of packages of the offer (decisions D32)' },
  remainingQuantity: { lost: 'one uttag is offered; what remains in amount is ours to know (decisions D32)' },
  patientNationalId: { lost: 'the logical id in the national list is not told to other countries' },
  format: { lost: 'only electronic prescriptions are offered' },
  registrationBasis: { lost: 'concerns the national list only' },
  chainId: { lost: 'concerns the national list only' },
  receivingPharmacy: { lost: 'one that is addressed to a pharmacy is never offered' },
  dosePackaging: { lost: 'dose-dispensed ones are never offered' },
  blocked: { lost: 'never offered' },
  lockedByPharmacy: { lost: 'never offered' },
  notUnderstood: { lost: 'never offered' },
};

const seenOf = (input: PrescriptionInput, bytes: Uint8Array): Seen => {
  const root = parseXml(bytes);
  const read = decodePrescription(root, { zone: 'Europe/Stockholm' });
  const told = (texts: readonly string[]): string => texts.map(oneLine).join('\n');
  return { input, root, read, narrative: told(read.narrative), patientInstruction: told(read.patientInstructions), fulfilmentInstruction: told(read.fulfilmentInstructions) };
};

describe('CDA-11 what the national list says, an ePrescription says', () => {
  it(`for ${String(CASES)} generated prescriptions, seed ${String(SEED)}`, () => {
    fc.assert(fc.property(prescriptionInput, (input) => {
      const bytes = encodePrescription(prescriptionDocument(input));
      const seen = seenOf(input, bytes);
      checkFields(PRESCRIPTION, input.offer.prescription, seen);
      checkFields(PATIENT, input.patient, seen);
      checkFields(ARTICLE, input.article, seen);
      expect(seen.read.packages).toEqual({ value: String(input.offer.packages), unit: '1' });
      expect(seen.read.relatedIds.map(({ extension }) => extension)).toEqual([input.config.offerLevel1 ? `${input.offer.prescription.id}.${input.offer.prescription.versionId}.L1` : input.offer.prescription.id]);
      expect(text(encodePrescription(prescriptionDocument(input)))).toBe(text(bytes));
    }), { numRuns: CASES, seed: SEED });
  }, 600_000);

  it('level 1 gives back the PDF byte for byte', () => {
    fc.assert(fc.property(prescriptionInput, fc.uint8Array({ maxLength: 300 }), (input, tail) => {
      const pdf = new Uint8Array([...new TextEncoder().encode('%PDF-1.4\n'), ...tail]);
      expect(decodeLevel1(encodePrescriptionLevel1(prescriptionDocument(input), pdf))).toEqual(pdf);
    }), { numRuns: 50, seed: SEED });
  });
});
