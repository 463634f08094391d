import { beforeEach, describe, expect, it } from '@jest/globals';
import { CARE_CONTRACTS, addMs, countryCode } from '@ncp/domain';
import { decodeAdhocResponse, pairEntries, type ReceivedList } from '@ncp/ihe';
import { allergy, atc, diagnosis, icd, origin, unit } from '../../../../summary/fixtures/records.js';
import { bodyOf, GatewayBench, type Heard } from '../../../fixtures/gateway-bench.js';
import { ALMA, CONSENT, PS_CONSENT, PS_ROOT, prescription, START } from '../../../fixtures/sample.js';

const ASTHMA = diagnosis(icd('J45.9', 'Astma'), '2026-05-02', origin('asthma', '2026-05-02'));
const PENICILLIN = allergy(atc('J01C'), origin('penicillin', '2012-05-04'));
/** At a unit that the patient may close. */
const DEPRESSION = diagnosis(icd('F32.9', 'Depressiv episod'), '2026-05-03', origin('depression', '2026-05-03', { careUnit: unit(9) }));
const CLOSED = { kind: 'inner', hsaId: 'SE0000000000-VE09' } as const;

let bench: GatewayBench;
const list = (more: Parameters<GatewayBench['list']>[0] = {}): Promise<Heard> => bench.list({ classCodes: ['60591-5'], role: '221', ...more });
const entriesOf = (heard: Heard): ReceivedList['entries'] => decodeAdhocResponse(bodyOf(heard)).entries;
const kept = () => bench.store.entries.at(-1)?.snapshot;
/** Ids, times and what differs by chance between two answers. */
const withoutIds = ({ text }: Heard): string => text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}/g, 'ID');

beforeEach(() => {
  bench = new GatewayBench();
  bench.national.consentsOf.set(ALMA.nationalId, [PS_CONSENT]);
  bench.care.rows = [ASTHMA, PENICILLIN];
});

describe('list of summaries (UC-A6)', () => {
  it('announces one summary in two levels under an id of this list, and keeps with the answer what it announced', async () => {
    const heard = await list();
    expect([heard.status, heard.errors]).toEqual(['Success', []]);
    const [{ coded, pdf } = {}] = pairEntries(decodeAdhocResponse(bodyOf(heard)));
    const { id } = kept() ?? {};
    expect([coded?.uniqueId, pdf?.uniqueId]).toEqual([`${PS_ROOT}^${id ?? ''}.L3`, `${PS_ROOT}^${id ?? ''}.L1`]);
    expect(coded).toMatchObject({ formatCode: 'urn:epSOS:ps:ps:2010', classCode: '60591-5', title: 'Patient Summary', languageCode: 'sv-SE' });
    expect(pdf?.description).toBe('The Patient Summary in CDA L1 / PDF body for patient 199008202385');
    expect(kept()).toMatchObject({
      country: 'FI', patientNationalId: ALMA.nationalId, madeAt: START, expiresAt: addMs(START, 15 * 60_000), sources: ['national-list', 'care-records'],
      summary: { problems: [{ problem: { pivot: { code: 'J45.9' } } }], allergies: [{ agent: { pivot: { code: 'J01C' } } }], medications: [{ origin: 'national-list' }] },
    });
    expect(bench.store.entries.at(-1)).toMatchObject({ event: { type: 'EHDSI-21' }, leaf: { kind: 'list-summaries', outcome: 0, codes: [] } });
    expect(bench.store.entries.at(-1)?.evidence?.map(({ title }) => title)).toHaveLength(3);
    await list();
    expect(kept()?.id).not.toBe(id);
  });

  it('offers level 3 alone where level 1 is off', async () => {
    bench.policy = { ...bench.policy, offerLevel1: false };
    expect(entriesOf(await list()).map(({ formatCode }) => formatCode)).toEqual(['urn:epSOS:ps:ps:2010']);
  });

  it('asks every source once, with the deadline of the message, before it answers', async () => {
    await list();
    expect(bench.national.asked()).toEqual(['findPatients', 'consents', 'medicationHistory', 'article']);
    expect(bench.care.asked().toSorted()).toEqual(['blocks', 'records']);
    for (const { number, call } of bench.care.calls) {
      expect(number).toBe(ALMA.personalNumber);
      expect(call).toMatchObject({ country: 'FI', deadline: addMs(START, 20_000) });
    }
  });

  it('PS96 tells our records what became of each record, and only the audit log what was withheld', async () => {
    bench.care.rows = [ASTHMA, DEPRESSION];
    bench.care.blocked = [CLOSED];
    const heard = await list();
    const { facts, event, leaf } = bench.store.entries.at(-1) ?? {};
    expect(facts?.rules).toEqual(expect.arrayContaining(['diagnoses:SE0000000000-SYS1#asthma:entry:PS33', 'national-list:rx-1:entry:PS51'].map((line) => expect.stringMatching(line.replace(/PS\d+$/, 'PS\\d+')))));
    for (const place of [JSON.stringify(facts), JSON.stringify(leaf), heard.text]) expect(place).not.toContain('depression');
    const detail = Buffer.from('SE0000000000-SYS1#depression PS02').toString('base64');
    expect(new TextDecoder().decode(event?.xml)).toContain(`type="withheld" value="${detail}"`);
  });

  it('PS08 answers alike with a closed record and without the record, after the same calls', async () => {
    const ask = async (rows: typeof bench.care.rows): Promise<readonly [string, unknown]> => {
      bench = new GatewayBench();
      bench.national.consentsOf.set(ALMA.nationalId, [PS_CONSENT]);
      bench.care.rows = rows;
      bench.care.blocked = [CLOSED];
      const heard = await list();
      const { id: _id, ...content } = kept() ?? {};
      return [withoutIds(heard), { content, calls: [bench.national.asked(), bench.care.asked()], alarms: bench.alarmed() }];
    };
    expect(await ask([ASTHMA, DEPRESSION])).toEqual(await ask([ASTHMA]));
  });

  it('D19 is the same refusal for whoever may have none: no consent for summaries, minor, protected even where policy masks, deceased, unknown', async () => {
    const causes: Readonly<Record<string, () => void>> = {
      NCP_CONSENT: () => { bench.national.people = []; },
      NCP_CONSENT_NONE: () => { bench.national.consentsOf.set(ALMA.nationalId, [CONSENT]); },
      NCP_CONSENT_COUNTRY: () => { bench.national.consentsOf.set(ALMA.nationalId, [{ ...PS_CONSENT, countries: [countryCode('DK')] }]); },
      NCP_PI_MINOR: () => { bench.national.people = [{ ...ALMA, birthDate: '2016-03-21' as typeof ALMA.birthDate }]; },
      NCP_PI_INACTIVE: () => { bench.national.people = [{ ...ALMA, deceased: true }]; },
      NCP_PI_PROTECTED: () => {
        bench.national.people = [{ ...ALMA, protectedIdentity: true }];
        bench.policy = { ...bench.policy, rules: { ...bench.policy.rules, protectedIdentity: 'mask' } };
      },
    };
    const answers = new Set<string>();
    for (const [code, cause] of Object.entries(causes)) {
      bench = new GatewayBench();
      bench.national.consentsOf.set(ALMA.nationalId, [PS_CONSENT]);
      cause();
      const heard = await list();
      expect([code, heard.status, heard.errors, heard.shown]).toEqual([code, 'Failure', ['4701 Error'], ['NCP_CONSENT']]);
      expect([code, bench.recorded(), bench.national.asked(), bench.care.asked()]).toEqual([code, [code], ['findPatients', 'consents'], []]);
      answers.add(withoutIds(heard));
    }
    expect(answers.size).toBe(1);
  });

  it('a minor has one with the consent of a guardian', async () => {
    bench.national.people = [{ ...ALMA, birthDate: '2016-03-21' as typeof ALMA.birthDate }];
    bench.national.consentsOf.set(ALMA.nationalId, [{ ...PS_CONSENT, byGuardian: true }]);
    expect((await list()).errors).toEqual([]);
  });

  it('keeps filters of time and size, and keeps nothing that it did not announce', async () => {
    expect(entriesOf(await list({ filters: { createdAfter: START, createdBefore: START } }))).toHaveLength(2);
    expect(entriesOf(await list({ filters: { maximumSize: 1_000_000 } })).every(({ size }) => (size ?? 0) > 0)).toBe(true);
    const nothing = await list({ filters: { createdBefore: addMs(START, -1000) } });
    expect([nothing.status, nothing.errors, kept()]).toEqual(['Success', ['1102 Warning'], undefined]);
  });

  it('a is "none" for everybody where the service is off, and asks nothing', async () => {
    bench.summariesOn = false;
    for (const consents of [[PS_CONSENT], []]) {
      bench.national.consentsOf.set(ALMA.nationalId, consents);
      expect(await list()).toMatchObject({ status: 'Success', errors: ['1102 Warning'] });
    }
    expect([bench.national.calls, bench.care.calls]).toEqual([[], []]);
    expect(bench.store.entries.at(-1)?.event?.type).toBe('EHDSI-21');
  });

  it('is refused to a pharmacist', async () => {
    expect(await list({ role: '2262' })).toMatchObject({ status: 'Failure', errors: ['4703 Error'] });
    expect(bench.national.calls).toEqual([]);
  });
});

describe('sources of a summary that fail (UC-A6 b, D76)', () => {
  const sources = (): readonly unknown[] => bench.alarms.filter(({ code }) => code === 'NCP_PS_SOURCE').map(({ details }) => details['source']);

  it('an empty person and one whose sources failed look alike; people here are told', async () => {
    bench.care.rows = [];
    bench.national.rows = [];
    const empty = withoutIds(await list());
    expect(sources()).toEqual([]);
    bench.care.trouble = { records: 'NCP_NATIONAL_UNAVAILABLE' };
    expect(withoutIds(await list())).toBe(empty);
    expect(sources()).toEqual(['care-records']);
    expect(bench.store.entries.at(-1)?.facts.rules).toContain('care-records:unused:PS08');
  });

  it('a contract that one system did not answer leaves the rest, and is named in the alarm', async () => {
    bench.care.failed = [{ contract: 'diagnoses', system: 'SE0000000000-SYS9' }];
    expect(await list()).toMatchObject({ status: 'Success', errors: [] });
    expect(kept()?.summary.problems).toHaveLength(1);
    expect(bench.alarms).toMatchObject([{ code: 'NCP_PS_SOURCE', details: { source: 'care-records', contracts: ['diagnoses'], systems: ['SE0000000000-SYS9'] } }]);
    expect(bench.store.entries.at(-1)?.facts.rules).toContain('diagnoses@SE0000000000-SYS9:failed:PS08');
  });

  it('PS02 without the blocks no care record is used: the national list alone is the summary', async () => {
    bench.care.trouble = { blocks: 'NCP_NATIONAL_UNAVAILABLE' };
    expect(await list()).toMatchObject({ status: 'Success', errors: [] });
    expect(kept()).toMatchObject({ sources: ['national-list'], summary: { problems: [], allergies: [], medications: [{}] } });
    expect(sources()).toEqual(['blocks']);
    expect(bench.store.entries.at(-1)?.facts.rules).toContain('blocks:failed:PS02');
  });

  it('without the national list the care records are the summary', async () => {
    bench.national.spoil('medicationHistory', 'NCP_NATIONAL_UNAVAILABLE');
    expect(await list()).toMatchObject({ status: 'Success', errors: [] });
    expect(kept()).toMatchObject({ sources: ['care-records'], summary: { medications: [], problems: [{}] } });
    expect(sources()).toEqual(['national-list']);
  });

  it.each<[string, () => void]>([
    ['every contract', () => { bench.care.allDown(CARE_CONTRACTS); }],
    ['the call itself', () => { bench.care.trouble = { records: 'NCP_NATIONAL_UNAVAILABLE' }; }],
    ['the blocks', () => { bench.care.trouble = { blocks: 'NCP_NATIONAL_UNAVAILABLE' }; }],
    ['not connected', () => { bench.careConnected = false; }],
  ])('is a Failure when the national list and all others are down: %s', async (_what, down) => {
    down();
    bench.national.spoil('medicationHistory', 'NCP_NATIONAL_UNAVAILABLE');
    expect(await list()).toMatchObject({ status: 'Failure', errors: ['ERROR_PS_GENERIC Error'], shown: ['NCP_PS_UNAVAILABLE'] });
    expect([kept(), bench.store.entries.at(-1)?.leaf]).toMatchObject([undefined, { outcome: 8, codes: ['NCP_PS_UNAVAILABLE'] }]);
  });

  it('where no provider is connected the national list is enough, and no alarm is raised', async () => {
    bench.careConnected = false;
    expect(await list()).toMatchObject({ status: 'Success', errors: [] });
    expect([kept()?.sources, bench.alarmed()]).toEqual([['national-list'], []]);
  });

  it('a register that is silent leaves the words of the prescription', async () => {
    bench.national.spoil('article', 'NCP_NATIONAL_UNAVAILABLE');
    expect(await list()).toMatchObject({ status: 'Success', errors: [] });
    expect(kept()?.summary.medications).toMatchObject([{ product: { name: 'Amlodipin Krka, tablett 5 mg' } }]);
    expect(sources()).toEqual(['articles']);
  });

  it('an answer about somebody else releases nothing, whichever source gave it', async () => {
    bench.national.spoil('medicationHistory', 'NCP_NATIONAL_WRONG_PATIENT');
    expect(await list()).toMatchObject({ status: 'Failure', errors: ['ERROR_PS_GENERIC Error'] });
    bench.care.trouble = { records: 'NCP_NATIONAL_WRONG_PATIENT' };
    expect(await list()).toMatchObject({ status: 'Failure', errors: ['ERROR_PS_GENERIC Error'] });
    expect([kept(), bench.alarmed()]).toEqual([undefined, ['NCP_NATIONAL_WRONG_PATIENT', 'NCP_NATIONAL_WRONG_PATIENT']]);
  });

  it('the person herself cannot be found while the list is down: Failure', async () => {
    bench.national.spoil('findPatients', 'NCP_NATIONAL_UNAVAILABLE');
    expect(await list()).toMatchObject({ status: 'Failure', errors: ['ERROR_PS_GENERIC Error'] });
    expect(bench.care.calls).toEqual([]);
  });

  it('a prescription that the patient has blocked is in no list', async () => {
    bench.national.rows = [prescription({ blocked: true })];
    await list();
    expect(kept()?.summary.medications).toEqual([]);
    expect(JSON.stringify(bench.store.entries.at(-1)?.facts)).not.toContain('rx-1');
  });
});
