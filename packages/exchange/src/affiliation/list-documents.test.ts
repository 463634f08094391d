import { describe, expect, it } from '@jest/globals';
import { instant, type Prescription } from '@ncp/domain';
import { decodeAdhocResponse, pairEntries } from '@ncp/ihe';
import { bodyOf, GatewayBench, type Heard } from '../../fixtures/gateway-bench.js';
import { ALMA, AMLODIPIN, EP_ROOT, OTHER, PERSONNUMMER, PS_CONSENT, prescription, RX } from '../../fixtures/sample.js';

const entriesOf = (heard: Heard): readonly { readonly uniqueId?: string; readonly size?: number }[] => decodeAdhocResponse(bodyOf(heard)).entries;
const idsOf = (heard: Heard): readonly (string | undefined)[] => entriesOf(heard).map(({ uniqueId }) => uniqueId);

const bench = (...rows: Prescription[]): GatewayBench => {
  const made = new GatewayBench();
  if (rows.length > 0) made.national.rows = rows;
  return made;
};
const [L3, L1] = [`${EP_ROOT}^${RX}.1.L3`, `${EP_ROOT}^${RX}.1.L1`];

describe('list of prescriptions (UC-A2)', () => {
  it('offers each prescription as a pair, newest first, and records what was shown', async () => {
    const older = prescription({ id: 'rx-0', authoredOn: instant('2026-02-01T10:00:00+01:00'), validity: {} });
    const one = bench(older, prescription());
    const heard = await one.list();
    expect([heard.status, heard.errors]).toEqual(['Success', []]);
    expect(idsOf(heard)).toEqual([L3, L1, `${EP_ROOT}^rx-0.1.L3`, `${EP_ROOT}^rx-0.1.L1`]);
    expect(pairEntries(decodeAdhocResponse(bodyOf(heard))).map(({ coded, pdf }) => [coded?.uniqueId, pdf?.uniqueId])).toEqual([[L3, L1], [`${EP_ROOT}^rx-0.1.L3`, `${EP_ROOT}^rx-0.1.L1`]]);
    const event = new TextDecoder().decode(one.store.entries.at(-1)?.event?.xml);
    for (const id of [L3, L1]) expect(event).toContain(`ParticipantObjectID="${id}"`);
  });

  it.each<[string, Partial<Prescription>]>([['nothing prescribed', { patientNationalId: 'pat-none' }], ['all filtered', { blocked: true }], ['no uttag left', { remainingDispenses: 0 }]])(
    'answers 1101 as a warning of a Success: %s', async (_what, change) => {
      const one = bench(prescription(change));
      expect(await one.list()).toMatchObject({ status: 'Success', errors: ['1101 Warning'] });
      expect(one.store.entries.at(-1)?.leaf).toMatchObject({ outcome: 0, codes: ['NCP_EP_NONE'] });
    });

  it('tells our records alone why a prescription stays at home', async () => {
    const one = bench(prescription(), prescription({ id: 'rx-2', blocked: true }));
    const heard = await one.list();
    expect(idsOf(heard)).toEqual([L3, L1]);
    expect(one.store.entries.at(-1)?.facts.rules).toEqual(['rx-2:E16']);
    expect(heard.text).not.toContain('rx-2');
  });

  it('D26 skips what cannot be expressed with a warning, and fails when that is everything', async () => {
    const nameless = prescription({ id: 'rx-2', prescriber: { ...prescription().prescriber, given: [], family: '' } });
    const one = bench(prescription(), nameless);
    const heard = await one.list();
    expect([heard.status, heard.errors, idsOf(heard)]).toEqual(['Success', ['WARNING_EP_GENERIC Warning'], [L3, L1]]);
    expect(one.alarmed()).toEqual(['NCP_CDA_NOT_EXPRESSIBLE']);
    one.national.rows = [nameless];
    expect(await one.list()).toMatchObject({ status: 'Failure', errors: ['ERROR_EP_GENERIC Error'] });
  });

  it('G21 lists two hundred and refuses one more with an alarm', async () => {
    const many = Array.from({ length: 200 }, (_, at) => prescription({ id: `rx-${String(at)}`, blocked: true }));
    const one = bench(...many);
    expect((await one.list()).errors).toEqual(['1101 Warning']);
    one.national.rows.push(prescription());
    expect(await one.list()).toMatchObject({ status: 'Failure', errors: ['ERROR_EP_GENERIC Error'] });
    expect(one.alarms).toMatchObject([{ code: 'NCP_EP_TOO_MANY', details: { count: 201 } }]);
  });

  it('keeps filters of time and of size, and tells the size that it measured', async () => {
    const one = bench();
    const updated = prescription().lastUpdated;
    expect(idsOf(await one.list({ filters: { createdAfter: updated, createdBefore: updated } }))).toEqual([L3, L1]);
    expect((await one.list({ filters: { createdAfter: instant('2026-03-02T09:15:32+01:00') } })).errors).toEqual(['1101 Warning']);
    const [coded, pdf] = entriesOf(await one.list({ filters: { maximumSize: 1_000_000 } }));
    const fetched = await one.retrieve([L3, L1]);
    expect([coded?.size, pdf?.size]).toEqual(fetched.documents.map(({ length }) => length));
    expect(idsOf(await one.list({ filters: { maximumSize: Math.min(coded?.size ?? 0, pdf?.size ?? 0) } }))).toHaveLength(1);
    expect((await one.list({ filters: { maximumSize: 10 } })).errors).toEqual(['1101 Warning']);
  });

  it('D19 refuses alike and after the same national calls: unknown, protected, inactive, without consent', async () => {
    const causes: Readonly<Record<string, (one: GatewayBench) => void>> = {
      NCP_CONSENT: (one) => { one.national.people = []; },
      NCP_PI_PROTECTED: (one) => { one.national.people = [{ ...ALMA, protectedIdentity: true }]; },
      NCP_PI_INACTIVE: (one) => { one.national.people = [{ ...ALMA, deceased: true }]; },
      NCP_CONSENT_NONE: (one) => { one.national.consentsOf.set(ALMA.nationalId, [PS_CONSENT]); },
    };
    const answers = new Set<string>();
    for (const [code, cause] of Object.entries(causes)) {
      const one = bench();
      cause(one);
      const heard = await one.list();
      expect([code, heard.status, heard.errors, heard.shown]).toEqual([code, 'Failure', ['4701 Error'], ['NCP_CONSENT']]);
      expect([code, one.national.asked()]).toEqual([code, ['findPatients', 'consents']]);
      expect(one.recorded()).toEqual([code]);
      answers.add(heard.text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{22}/g, 'ID'));
    }
    expect(answers.size).toBe(1);
  });

  it('tells trouble of the list by its code, and a wrong patient as a fault with an alarm', async () => {
    const one = bench();
    one.national.spoil('prescriptions', 'NCP_NATIONAL_UNAVAILABLE', 'NCP_NATIONAL_WRONG_PATIENT');
    expect(await one.list()).toMatchObject({ status: 'Failure', errors: ['4103 Error'] });
    expect(await one.list()).toMatchObject({ status: 'Failure', errors: ['ERROR_EP_GENERIC Error'] });
    expect(one.alarmed()).toEqual(['NCP_NATIONAL_WRONG_PATIENT']);
  });

  it('is refused for another patient than the one treated, before anything is asked', async () => {
    const one = bench();
    const security = one.assertions({ patient: { root: PERSONNUMMER, extension: OTHER.personalNumber } });
    expect(await one.list({ security })).toMatchObject({ status: 'Failure', errors: ['4206 Error'] });
    expect(one.national.calls).toEqual([]);
  });

  it('G23 offers nothing that the product register does not know', async () => {
    const one = bench();
    one.national.articles = [{ ...AMLODIPIN, nplPackId: '19990101000000' }];
    expect((await one.list()).errors).toEqual(['1101 Warning']);
    expect(one.store.entries.at(-1)?.facts.rules).toEqual([`${RX}:G23`]);
  });
});
