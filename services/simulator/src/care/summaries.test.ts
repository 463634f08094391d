import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { calendarDate, DEFAULT_POLICY, personRefusal, stockholmDate, type Article, type Patient, type PatientSummary } from '@ncp/domain';
import { nationalList } from '@ncp/national';
import { compileSummary, DEFAULT_SUMMARY_POLICY, type SummaryResult } from '@ncp/summary';
import { loadCatalogue, SAMPLE_ARTICLES, STARTER_RELEASE } from '@ncp/terminology';
import { PERSONS, SUMMARY_DAY, useCareBench, type PersonNumber } from '../../fixtures/care-bench.js';
import { call, number } from '../../fixtures/nll-bench.js';
import { plainHttpClient } from '../../fixtures/plain-http-client.js';

const bench = useCareBench();
const CATALOGUE = loadCatalogue(STARTER_RELEASE);
const ARTICLES: ReadonlyMap<string, Article> = new Map(SAMPLE_ARTICLES.flatMap((article) => [[article.nplId, article], [article.nplPackId, article]] as const));
const TODAY = calendarDate('2026-11-01');

const national = () => nationalList({
  baseUrl: bench.nll.baseUrl, http: plainHttpClient(), token: { url: bench.nll.tokenUrl, clientId: 'ncpeh-gateway', clientSecret: 'secret-for-tests' },
  clock: { now: () => SUMMARY_DAY, epochMs: () => Date.parse(SUMMARY_DAY) }, random: () => 0, newRequestId: randomUUID, sleep: () => Promise.resolve(),
});
const keyOf = (person: PersonNumber): string => (person === 7 ? 'S16' : `P${String(person).padStart(2, '0')}`);

const patientOf = async (person: PersonNumber): Promise<Patient> => {
  const [patient] = await national().findPatients(number(PERSONS[person]), call());
  if (patient === undefined) throw new Error(String(person));
  return patient;
};

/** What the gateway would compile of everything that the simulated sources answer. */
async function compiled(person: PersonNumber): Promise<SummaryResult> {
  const list = national();
  const patient = await patientOf(person);
  const [{ prescriptions, dispenses }, records, blocks] = await Promise.all([list.medicationHistory(patient.nationalId, call(keyOf(person))), bench.records(person), bench.blocks(person)]);
  const medications = await Promise.all(prescriptions.map(async (prescription) => {
    const article = await list.article(prescription.article.nplPackId ?? '', call());
    const handOvers = dispenses.filter(({ prescriptionId, status }) => prescriptionId === prescription.id && status === 'completed')
      .map(({ handedOverAt, deducted }) => ({ on: stockholmDate(handedOverAt), quantity: deducted }));
    return { prescription, handOvers, ...(article === undefined ? {} : { article }) };
  }));
  return compileSummary({ patient, medications, records, blocks, articles: ARTICLES, catalogue: CATALOGUE, policy: DEFAULT_SUMMARY_POLICY, now: SUMMARY_DAY, today: TODAY, uuidOf: (name) => `uuid of ${name}` });
}

const sections = (summary: PatientSummary): Record<string, number> => Object.fromEntries(Object.entries(summary).flatMap(([name, value]) => {
  if (Array.isArray(value)) return value.length === 0 ? [] : [[name, value.length]];
  return name === 'pregnancy' || name === 'bloodGroup' ? [[name, 1]] : [];
}));
const codes = (items: readonly { readonly problem: { readonly pivot?: { readonly code: string }; readonly text: string } }[]): readonly string[] => items.map(({ problem }) => problem.pivot?.code ?? problem.text).toSorted();

/** The last column of the table of sweden-patient-summary 11, from the sources' own resources to what may be said abroad. */
describe('the twelve persons, from FHIR to their summaries', () => {
  it('1: J01C once, high; J01CE02 apart, low; Z88.0 is no problem', async () => {
    const { summary } = await compiled(1);
    expect(sections(summary)).toEqual({ allergies: 2 });
    expect(summary.allergies.map(({ agent, criticality, source }) => [agent.pivot?.code, criticality?.code, source.providers.length])).toEqual([['J01C', 'high', 2], ['J01CE02', 'low', 1]]);
  });

  it('2: three problems, one of them chronic and translated; a past infarction; the rest dropped', async () => {
    const { summary, outcomes } = await compiled(2);
    expect(sections(summary)).toEqual({ problems: 3, pastIllness: 1 });
    expect(codes(summary.problems)).toEqual(['E11.4', 'F90.0', 'I10']);
    expect(summary.problems.find(({ problem }) => problem.pivot?.code === 'I10')).toMatchObject({ problem: { national: { code: 'I10.9' }, broader: true }, status: { code: '90734009' } });
    expect(codes(summary.pastIllness)).toEqual(['I21.9']);
    expect(outcomes).toHaveLength(20);
  });

  it('3: sulfa as words, peanut by its code, a negation among the alerts', async () => {
    const { summary } = await compiled(3);
    expect(summary.allergies.map(({ agent }) => [agent.text, agent.pivot?.code, agent.agentKind]).toSorted()).toEqual([['jordnöt', '762952008', 'other'], ['sulfa', undefined, 'drug']]);
    expect(JSON.stringify(summary.alerts)).toContain('Ingen känd läkemedelsallergi');
    expect(JSON.stringify(summary)).not.toContain('no-known');
  });

  it('4: pregnant, the day by ultrasound, a live birth and a miscarriage', async () => {
    const { summary } = await compiled(4);
    expect(sections(summary)).toEqual({ pregnancy: 1 });
    expect(summary.pregnancy).toMatchObject({
      pregnant: { since: '2026-08-19' }, expectedDelivery: { on: '2027-02-26', method: { code: '11778-8' } },
      outcomes: [{ outcome: { code: '281050002' }, count: 1 }, { outcome: { code: '17369002' }, count: 1 }], earlierDates: [{ yearMonth: '202206' }],
    });
  });

  it('5: enalapril once with the list\'s dosage, his own herbs, nothing else', async () => {
    const { summary } = await compiled(5);
    expect(summary.medications).toMatchObject([
      { origin: 'national-list', kind: 'ordination', product: { nplId: '20041208000038', atc: { pivot: { code: 'C09AA02' } } }, dosage: { text: '1 tablett på morgonen.' } },
      { origin: 'care-record', kind: 'self-medication', product: { name: 'Egen örtmedicin' } },
    ]);
    expect(sections(summary)).toEqual({ medications: 2 });
  });

  it('6: O RhD positive, ability, the last three of five seasons, pneumococcal and covid-19 by their codes', async () => {
    const { summary } = await compiled(6);
    expect(summary.bloodGroup).toMatchObject({ group: { pivot: { code: '278147001' } }, taken: '2021-02-08' });
    expect(summary.immunizations.map(({ vaccine, given }) => [vaccine.pivot?.code, given?.slice(0, 4)]).toSorted()).toEqual([
      ['J07AL02', '2020'], ['J07BB02', '2023'], ['J07BB02', '2024'], ['J07BB02', '2025'], ['J07BN', '2021'],
    ]);
    expect(summary.functionalStatus.map(({ assessment, value }) => [assessment.pivot?.code, value]).toSorted()).toEqual([
      ['d420', 'går med rollator inomhus'], ['d450', '3'], ['d510', 'behöver hjälp med duschning'], ['d550', 'utan hjälp'],
    ]);
  });

  it('7: protected, so there is none, although records stand', async () => {
    expect((await bench.records(7)).rows).toHaveLength(3);
    const consents = await national().consents('pat-s16', call('S16'));
    expect(personRefusal(await patientOf(7), { consents, categories: ['cross-border-patient-summary'], country: 'FI' as never, today: TODAY }, DEFAULT_POLICY)).toBe('NCP_PI_PROTECTED');
  });

  it.each(([1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12] as const))('%s: is registered, and has given consent or a guardian has', async (person) => {
    const patient = await patientOf(person);
    const consents = await national().consents(patient.nationalId, call(keyOf(person)));
    expect(personRefusal(patient, { consents, categories: ['cross-border-patient-summary'], country: 'FI' as never, today: TODAY }, DEFAULT_POLICY)).toBeUndefined();
  });

  it('8: three doses by number, the nullified one out, MPR without a day, no growth', async () => {
    const { summary } = await compiled(8);
    expect(sections(summary)).toEqual({ immunizations: 4 });
    expect(summary.immunizations.map(({ vaccine, doseNumber, given }) => [vaccine.pivot?.code, doseNumber, given])).toEqual([
      ['J07CA09', 3, '2019-05-20'], ['J07CA09', 2, '2018-10-22'], ['J07CA09', 1, '2018-08-20'], ['J07BD52', undefined, undefined],
    ]);
  });

  it('9: asthma alone, in a summary that nobody can tell from one without the other rows', async () => {
    const { summary, outcomes } = await compiled(9);
    expect(sections(summary)).toEqual({ problems: 1 });
    expect(codes(summary.problems)).toEqual(['J45.9']);
    expect(outcomes.map(({ outcome, rule }) => `${outcome} ${rule}`).toSorted()).toEqual(['entry PS33', 'withheld PS02', 'withheld PS02', 'withheld PS02', 'withheld PS04', 'withheld PS05']);
    expect(JSON.stringify(summary)).not.toMatch(/VE04|VG03|psykiatri|Testkliniken|latex|F32|Sertralin/);
  });

  it('10: nothing on record, and nothing is claimed', async () => {
    const { summary, outcomes } = await compiled(10);
    expect([sections(summary), outcomes]).toEqual([{}, []]);
  });

  it('11: what one region answered, B18.1 from the alert, the treatment in words, no device', async () => {
    const { summary } = await compiled(11);
    expect(sections(summary)).toEqual({ problems: 3, alerts: 1 });
    expect(codes(summary.problems)).toEqual(['B18.1', 'I48.9', 'Z95.0']);
    expect(JSON.stringify(summary.alerts)).toContain('Warfarin');
    expect(JSON.stringify(summary)).not.toMatch(/[Pp]acemaker|höftprotes/);
  });

  it('12: a suspicion, unsigned; no blood group, no vaccination; a question as a problem', async () => {
    const { summary } = await compiled(12);
    expect(sections(summary)).toEqual({ allergies: 1, problems: 1 });
    expect(summary.allergies).toMatchObject([{ agent: { pivot: { code: 'M01AE01' } }, certainty: { code: 'unconfirmed' }, source: { unsigned: true } }]);
    expect(summary.problems).toMatchObject([{ problem: { text: 'Obs epilepsi?' }, certainty: { code: 'unconfirmed' } }]);
  });
});
