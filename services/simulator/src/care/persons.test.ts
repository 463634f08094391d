import { describe, expect, it } from '@jest/globals';
import type { AnyCareRecord } from '@ncp/domain';
import { said, useCareBench, type PersonNumber } from '../../fixtures/care-bench.js';

const bench = useCareBench();

type Of<Type extends AnyCareRecord['type']> = Extract<AnyCareRecord, { readonly type: Type }>;
const rowsOf = async <Type extends AnyCareRecord['type']>(person: PersonNumber, type: Type): Promise<readonly Of<Type>[]> =>
  (await bench.records(person)).rows.filter((row): row is Of<Type> => row.type === type);

/** How many rows of each kind reach the gateway; the table of sweden-patient-summary 11. */
const COUNTS: Readonly<Record<PersonNumber, Partial<Record<AnyCareRecord['type'], number>>>> = {
  1: { alert: 3, diagnosis: 1 }, 2: { diagnosis: 20 }, 3: { alert: 3 }, 4: { maternity: 1 }, 5: { ordination: 5 },
  6: { laboratory: 1, 'functional-status': 2, vaccination: 7 }, 7: { alert: 1, diagnosis: 1, vaccination: 1 }, 8: { vaccination: 5, observation: 2 },
  9: { diagnosis: 4, ordination: 1, alert: 1 }, 10: {}, 11: { diagnosis: 2, alert: 2 }, 12: { alert: 2, laboratory: 3, vaccination: 1, diagnosis: 1 },
};

describe('the twelve persons through the wire', () => {
  it.each(Object.entries(COUNTS))('%s: every row arrives as a record of its kind', async (person, counts) => {
    const { rows, unreadable, failed } = await bench.records(Number(person) as PersonNumber);
    const found: Record<string, number> = {};
    for (const { type } of rows) found[type] = (found[type] ?? 0) + 1;
    expect(found).toEqual(counts);
    expect(unreadable).toEqual([]);
    expect(failed).toEqual(person === '11' ? [{ contract: 'diagnoses', system: 'SE0000000000-SYS2' }] : []);
    expect(bench.notices.filter(({ kind }) => kind !== 'source-failed')).toEqual([]);
  });

  it('1: severity, agents and the joined comment', async () => {
    const alerts = await rowsOf(1, 'alert');
    expect(alerts.map(({ kind, subject, severity, comments, end }) => [kind, said(subject), severity?.text, comments, end])).toEqual([
      ['hypersensitivity', 'J01C', 'Livshotande', ['Anafylaxi efter Kåvepenin 2012'], undefined],
      ['hypersensitivity', 'J01C', undefined, [], undefined], ['hypersensitivity', 'J01CE02', 'Besvärande', ['Utslag'], undefined],
    ]);
    expect(new Set(alerts.map(({ origin }) => origin.careUnit?.hsaId))).toEqual(new Set(['SE0000000000-VE01', 'SE0000000000-VE02', 'SE0000000000-VE03']));
  });

  it('2: fourteen visits of one disease at three units, one chronic', async () => {
    const diagnoses = await rowsOf(2, 'diagnosis');
    const visits = diagnoses.filter(({ diagnosis }) => said(diagnosis) === 'E11.9');
    expect([visits.length, new Set(visits.map(({ origin }) => origin.careUnit?.hsaId)).size]).toEqual([14, 3]);
    expect(diagnoses.filter(({ chronic }) => chronic).map(({ diagnosis }) => said(diagnosis))).toEqual(['I10.9']);
  });

  it('3: words alone, and a negation that stays words', async () => {
    const alerts = await rowsOf(3, 'alert');
    expect(alerts.map(({ kind, subject, comments }) => [kind, said(subject), comments])).toEqual([
      ['hypersensitivity', 'sulfa', ['Preparat okänt, uppgift från patienten']], ['hypersensitivity', 'jordnöt', []], ['unstructured', 'Varning', ['Ingen känd läkemedelsallergi']],
    ]);
  });

  it('4: the expected days by origin, and the earlier deliveries', async () => {
    expect(await rowsOf(4, 'maternity')).toMatchObject([{
      section: 'registration', authoredOn: '2026-08-19', expectedDelivery: { byLastPeriod: '2027-02-20', byUltrasound: '2027-02-26' },
      earlierDeliveries: [{ year: 2022, month: 6, outcome: 5 }, { year: 2020, month: 3, outcome: 2 }],
    }]);
  });

  it('5: starts and stops, and what is no medicine', async () => {
    const ordinations = await rowsOf(5, 'ordination');
    expect(ordinations.map(({ prescriptionType, active, medicine, end, selfMedication }) => [prescriptionType, active, medicine.kind, medicine.atc?.code, end, selfMedication])).toEqual([
      ['start', true, 'drug', 'C09AA02', undefined, false], ['stop', true, 'drug', 'C07AB02', undefined, false], ['start', true, 'drug', 'A10BA02', '2026-03-31', false],
      ['start', true, 'unstructured', undefined, undefined, true], ['start', true, 'merchandise', undefined, undefined, false],
    ]);
    expect(ordinations[0]).toMatchObject({ medicine: { nplId: '20041208000038', strengthText: '20 mg' }, start: '2024-02-12', dosageTexts: ['1 tablett 1 gång dagligen'] });
  });

  it('6: a blood group in its report, abilities, vaccinations by code and by words', async () => {
    expect(await rowsOf(6, 'laboratory')).toMatchObject([{ report: 'SE0000000000-LAB1#LAB-1', status: 'final', value: '0 RhD pos', taken: '2021-02-08T07:40:00+01:00' }]);
    expect((await rowsOf(6, 'functional-status')).map(({ category, assessment, notes }) => [category, said(assessment), notes])).toEqual([
      ['disability', 'd450.3', []],
      ['personal-adl', 'PADL-bedömning', [
        { activity: 'personlig hygien', text: 'behöver hjälp med duschning' }, { activity: 'förflyttning', text: 'går med rollator inomhus' }, { activity: 'födointag', text: 'utan hjälp' },
      ]],
    ]);
    expect((await rowsOf(6, 'vaccination')).map(({ vaccine }) => (vaccine === undefined ? '' : said(vaccine))).toSorted()).toEqual([
      'J07BB02', 'J07BB02', 'J07BB02', 'J07BB02', 'J07BB02', 'J07BX03', 'Pneumokocker (konjugat)',
    ]);
  });

  it('8: doses, a nullified one, one told from elsewhere at the time of its registration, growth without custody', async () => {
    const vaccinations = await rowsOf(8, 'vaccination');
    expect(vaccinations.map(({ valid, doseNumber }) => [valid, doseNumber])).toEqual([[true, 1], [true, 2], [false, 2], [true, 3], [true, undefined]]);
    const told = vaccinations.at(-1);
    expect(told).toMatchObject({ vaccine: { codings: [], text: 'MPR' }, primarySource: false, sourceDescription: 'Intyg från annat land' });
    expect(told?.occurred).toBe(told?.origin.recorded);
    const [growth] = await rowsOf(8, 'observation');
    expect(growth).toMatchObject({ value: '22.1 kg', observedOn: '2025-05-20' });
    expect(growth?.origin.careGiver).toBeUndefined();
  });

  it('9: what blocks and labels are judged by, and the blocks themselves', async () => {
    const { rows } = await bench.records(9);
    const origins = new Map(rows.map(({ origin }) => [origin.key.split('#')[1], origin]));
    expect(origins.get('DX-9005')?.security).toEqual(['NOPATIENT']);
    expect(origins.get('DX-9006')?.careGiver).toBeUndefined();
    expect(origins.get('UMI-9004')?.careGiver?.hsaId).toBe('SE0000000000-VG03');
    expect(origins.get('MED-9003')?.careUnit?.hsaId).toBe('SE0000000000-VE04');
    expect(await bench.blocks(9)).toEqual([
      { kind: 'inner', hsaId: 'SE0000000000-VE04' }, { kind: 'outer', hsaId: 'SE0000000000-VG03' },
    ]);
    expect(await bench.blocks(1)).toEqual([]);
  });

  it('11: one region is silent, alerts of treatment and infection, and no note is read', async () => {
    expect((await rowsOf(11, 'diagnosis')).map(({ diagnosis }) => said(diagnosis))).toEqual(['I48.9', 'Z95.0']);
    expect((await rowsOf(11, 'alert')).map(({ kind, subject, comments }) => [kind, said(subject), comments])).toEqual([
      ['treatment', 'Antikoagulantiabehandling', ['Waran sedan 2018', 'Warfarin (B01AA03)']], ['communicable-disease', 'B18.1', []],
    ]);
    expect(bench.nll.control.requests().some(({ resource }) => resource === 'care/DocumentReference')).toBe(false);
  });

  it('12: doubt, an end, three statuses of a result, a nullified vaccination, words alone', async () => {
    expect((await rowsOf(12, 'alert')).map(({ subject, certainty, origin, end }) => [said(subject), certainty?.text, origin.signed, end])).toEqual([
      ['M01AE01', 'Misstänkt', false, undefined], ['nickel', undefined, true, '2024-06-30'],
    ]);
    expect((await rowsOf(12, 'laboratory')).map(({ status, value }) => [status, value])).toEqual([['final', 'A RhD pos'], ['final', 'B RhD pos'], ['preliminary', 'A RhD pos']]);
    expect((await rowsOf(12, 'vaccination')).map(({ valid }) => valid)).toEqual([false]);
    expect((await rowsOf(12, 'diagnosis')).map(({ diagnosis }) => diagnosis)).toEqual([{ codings: [], text: 'Obs epilepsi?' }]);
  });
});
