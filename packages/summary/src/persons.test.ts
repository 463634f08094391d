import { describe, expect, it } from '@jest/globals';
import { DEFAULT_POLICY, personRefusal, type PatientSummary } from '@ncp/domain';
import { PERSONS_1_TO_6 } from '../fixtures/persons.js';
import type { Person } from '../fixtures/persons.js';
import { GERD_HIDDEN, PERSONS_7_TO_12 } from '../fixtures/persons-b.js';
import { compile, fates, TODAY } from '../fixtures/records.js';
import type { SummaryResult } from './index.js';

const of = ({ patient, rows, changes }: Person): SummaryResult => compile(rows, { ...changes, patient });

/** The sections with their lengths: what is not named here is empty or absent. */
const sections = (summary: PatientSummary): Record<string, number> =>
  Object.fromEntries(Object.entries(summary).flatMap(([name, value]) => {
    if (Array.isArray(value)) return value.length === 0 ? [] : [[name, value.length]];
    return name === 'pregnancy' || name === 'bloodGroup' ? [[name, 1]] : [];
  }));

describe('the twelve persons of sweden-patient-summary 11', () => {
  it('1 Anders: two allergies, the class merged, its member apart; Z88.0 is no problem (PS12, PS15, PS19, PS36)', () => {
    const { summary, ...rest } = of(PERSONS_1_TO_6[1]);
    expect(sections(summary)).toEqual({ allergies: 2 });
    expect(summary.allergies).toMatchObject([
      {
        agent: { pivot: { code: 'J01C' }, agentKind: 'drug', text: 'Betalaktamantibiotika, penicilliner' }, criticality: { code: 'high' }, status: { code: 'active' },
        kind: { code: '420134006' }, ascertained: '2012-05-03', comments: ['Anafylaxi efter Kåvepenin 2012'],
        source: { providers: ['Enhet 2', 'Exempelby vårdcentral'], unsigned: false },
      },
      { agent: { pivot: { code: 'J01CE02' } }, criticality: { code: 'low' }, source: { providers: ['Enhet 3'] } },
    ]);
    expect(summary.allergies.map(({ certainty }) => certainty)).toEqual([undefined, undefined]);
    expect(fates({ summary, ...rest })).toEqual(['umi-a: merged PS19', 'umi-b: entry PS12', 'umi-c: entry PS12', 'dx-z88: dropped PS36']);
  });

  it('2 Birgitta: diabetes with its complication, hypertension, ADHD; the infarction is past (PS31, PS33-PS37)', () => {
    const { summary } = of(PERSONS_1_TO_6[2]);
    expect(sections(summary)).toEqual({ problems: 3, pastIllness: 1 });
    expect(summary.problems).toMatchObject([
      { problem: { pivot: { code: 'I10' }, national: { code: 'I10.9' }, broader: true }, status: { code: '90734009' } },
      { problem: { pivot: { code: 'E11.4' }, broader: false } },
      { problem: { pivot: { code: 'F90.0' }, national: { code: 'F90.0B' }, broader: false } },
    ]);
    expect(summary.problems.filter(({ status }) => status !== undefined)).toHaveLength(1);
    expect(summary.pastIllness).toMatchObject([{ problem: { pivot: { code: 'I21.9' } }, firstRecorded: '2015-05-20' }]);
  });

  it('3 Calle: words without a code, a code by the table, and no known absence (PS13, PS14, PS20, PS21)', () => {
    const { summary } = of(PERSONS_1_TO_6[3]);
    expect(sections(summary)).toEqual({ allergies: 2, alerts: 1 });
    const [first, second] = summary.allergies.map(({ agent }) => agent).toSorted((a, b) => a.text.localeCompare(b.text));
    expect(first).toMatchObject({ pivot: { code: '762952008' }, text: 'jordnöt', agentKind: 'other' });
    expect(second).toEqual({ text: 'sulfa', broader: false, agentKind: 'drug' });
    expect(summary.alerts).toMatchObject([{ heading: 'Varning: Ingen känd läkemedelsallergi' }]);
    expect(JSON.stringify(summary)).not.toContain('no-known');
  });

  it('4 Disa: pregnant, by ultrasound, one live birth and one miscarriage (PS81-PS83)', () => {
    const { summary } = of(PERSONS_1_TO_6[4]);
    expect(sections(summary)).toEqual({ pregnancy: 1 });
    expect(summary.pregnancy).toMatchObject({
      pregnant: { since: '2026-08-19' }, expectedDelivery: { on: '2027-02-26', method: { code: '11778-8' } },
      outcomes: [{ outcome: { code: '281050002' }, count: 1 }, { outcome: { code: '17369002' }, count: 1 }], earlierDates: [{ yearMonth: '202206' }],
    });
  });

  it('5 Bo: enalapril once with the dosage of the list, his own herbs; the rest out (PS51-PS55, PS58)', () => {
    const result = of(PERSONS_1_TO_6[5]);
    expect(sections(result.summary)).toEqual({ medications: 2 });
    expect(result.summary.medications).toMatchObject([
      { origin: 'national-list', kind: 'ordination', product: { name: 'Enalapril Krka', nplId: '20041208000038', atc: { pivot: { code: 'C09AA02' } }, strengthText: '20 mg' }, dosage: { text: '1 tablett på morgonen' } },
      { origin: 'care-record', kind: 'self-medication', product: { name: 'Egen örtmedicin' } },
    ]);
    expect(result.summary.medications[1]?.product).toEqual({ name: 'Egen örtmedicin' });
    expect(fates(result)).toEqual([
      'rx-ena: entry PS51', 'med-ena: merged PS52', 'med-metf: dropped PS51', 'med-meto: dropped PS58', 'med-ort: entry PS53', 'med-sticka: dropped PS58',
    ]);
  });

  it('6 Elsa: O RhD positive, ability, the last three of five influenza doses (PS41, PS43, PS49, PS61, PS72)', () => {
    const { summary } = of(PERSONS_1_TO_6[6]);
    expect(sections(summary)).toEqual({ bloodGroup: 1, functionalStatus: 3, immunizations: 5 });
    expect(summary.bloodGroup).toMatchObject({ group: { pivot: { code: '278147001' }, text: '0 RhD pos' }, taken: '2021-02-08' });
    expect(summary.immunizations.map(({ vaccine, given }) => [vaccine.pivot?.code, given])).toEqual([
      ['J07BB02', '2025-11-04'], ['J07BB02', '2024-11-05'], ['J07AL02', '2024-02-01'], ['J07BB02', '2023-11-06'], ['J07BN', '2023-10-10'],
    ]);
    expect(summary.functionalStatus.map(({ assessment, value }) => [assessment.pivot?.code, value])).toEqual([
      ['d420', 'går med rollator inomhus'], ['d550', 'utan hjälp'], ['d450', '3'],
    ]);
  });

  it('7 Siv: protected, so no summary is made (PS01)', () => {
    expect(personRefusal(PERSONS_7_TO_12[7].patient, { consents: [], categories: ['cross-border-patient-summary'], country: 'FI' as never, today: TODAY }, DEFAULT_POLICY))
      .toBe('NCP_PI_PROTECTED');
  });

  it('8 Freja: three doses by number, the nullified one out, MPR without a date, no growth (PS07, PS43, PS46, PS47, PS75)', () => {
    const result = of(PERSONS_7_TO_12[8]);
    expect(sections(result.summary)).toEqual({ immunizations: 4 });
    expect(result.summary.immunizations.map(({ vaccine, given, doseNumber }) => [vaccine.pivot?.code, given, doseNumber])).toEqual([
      ['J07CA09', '2019-05-14', 3], ['J07CA09', '2018-10-16', 2], ['J07CA09', '2018-08-14', 1], ['J07BD52', undefined, undefined],
    ]);
    expect(result.summary.immunizations.at(-1)?.registered).toBe('2020-03-02');
    expect(fates(result)).toContain('six-2-wrong: dropped PS07');
    expect(fates(result)).toContain('OBS-7: dropped PS75');
  });

  it('9 Gerd: asthma alone, in a document that nobody can tell from one without the other rows (PS02-PS05, PS08)', () => {
    const person = PERSONS_7_TO_12[9];
    const result = of(person);
    expect(sections(result.summary)).toEqual({ problems: 1 });
    expect(result.summary.problems).toMatchObject([{ problem: { pivot: { code: 'J45.9' } } }]);
    const open = of({ ...person, rows: person.rows.filter(({ origin }) => !GERD_HIDDEN.some((id) => origin.key.endsWith(`#${id}`))) });
    expect(result.summary).toEqual(open.summary);
    expect(result.missingTerms).toEqual(open.missingTerms);
    expect(fates(result)).toEqual([
      'latex: withheld PS02', 'f329: withheld PS02', 'j459: entry PS33', 'nopatient: withheld PS05', 'orphan: withheld PS04', 'sertralin: withheld PS02',
    ]);
  });

  it('10 Hugo: nothing on record is no information and no absence (PS95)', () => {
    const { summary, outcomes } = of(PERSONS_7_TO_12[10]);
    expect(sections(summary)).toEqual({});
    expect(outcomes).toEqual([]);
  });

  it('11 Ingrid: what one region answered, B18.1 from the alert, the treatment in words (PS20, PS33, PS91, PS95)', () => {
    const { summary } = of(PERSONS_7_TO_12[11]);
    expect(sections(summary)).toEqual({ problems: 3, alerts: 1 });
    expect(summary.problems.map(({ problem }) => problem.pivot?.code).toSorted()).toEqual(['B18.1', 'I48.9', 'Z95.0']);
    expect(summary.alerts).toMatchObject([{ heading: 'Behandling: Warfarin (B01AA03)' }]);
  });

  it('12 Johan: a suspicion, unsigned; no blood group, no vaccination; a question as a problem (PS06, PS07, PS16, PS17, PS32, PS73)', () => {
    const result = of(PERSONS_7_TO_12[12]);
    expect(sections(result.summary)).toEqual({ allergies: 1, problems: 1 });
    expect(result.summary.allergies).toMatchObject([{ agent: { pivot: { code: 'J01CE02' } }, certainty: { code: 'unconfirmed' }, source: { unsigned: true } }]);
    expect(result.summary.problems).toMatchObject([{ problem: { text: 'Obs epilepsi?' }, certainty: { code: 'unconfirmed' } }]);
    expect(result.summary.problems[0]?.problem).toEqual({ text: 'Obs epilepsi?', broader: false });
    expect(fates(result)).toEqual([
      'umi-old: dropped PS17', 'umi-susp: entry PS12', 'obs-epi: entry PS32', 'lab-a: dropped PS73', 'lab-b: dropped PS73', 'lab-prel: dropped PS07',
      'vac-wrong: dropped PS07',
    ]);
  });
});
