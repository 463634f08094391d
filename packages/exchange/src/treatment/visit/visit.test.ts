import { beforeEach, describe, expect, it } from '@jest/globals';
import { addMs, type Visit } from '@ncp/domain';
import { AINO, ANNA, TreatmentBench } from '../../../fixtures/treatment-bench.js';
import { FINLAND } from '../../../fixtures/sample.js';
import type { Visits } from '../../ports/index.js';
import { closeVisit } from './close-visit.js';
import { confirmPatient } from './confirm-patient.js';
import { documentShelf } from './document-shelf.js';
import { issueTrc } from '../abroad/issue-assertions.js';
import { openVisit } from './open-visit.js';
import { withRelationship, type ConfirmedVisit } from './treatment-relationship.js';
import { visitOf, type Caller, type TreatmentDesk } from './visit-access.js';

const HOUR_MS = 3_600_000;

describe('a visit of country B', () => {
  let bench: TreatmentBench;
  let kept: Map<string, Visit>;
  let desk: TreatmentDesk;
  beforeEach(() => {
    bench = new TreatmentBench();
    kept = new Map();
    const visits: Visits = {
      open: async (visit) => { kept.set(visit.id, visit); },
      find: async (id) => kept.get(id),
      change: async (visit) => {
        if (kept.get(visit.id)?.version !== visit.version - 1) return false;
        kept.set(visit.id, visit);
        return true;
      },
      forget: async () => 0,
    };
    desk = { ...bench.gateway, visits, shelf: documentShelf() };
  });
  const caller = (more: Partial<Caller['professional']> = {}): Caller => ({ exchange: bench.gateway.surroundings.exchangeId(), professional: { ...ANNA, ...more } });
  const open = (professional: Partial<Caller['professional']> = {}): Promise<Visit> => openVisit(desk, caller(professional), { country: FINLAND, purpose: 'TREATMENT' });
  const later = (ms: number): void => {
    bench.now = addMs(bench.now, ms);
    desk = { ...bench.gateway, visits: desk.visits, shelf: desk.shelf };
  };
  const identified = async (birthDate = '1985-03-15', ids = [AINO]): Promise<string> => {
    const visit = await open();
    kept.set(visit.id, { ...visit, state: 'IDENTIFIED', traits: { identifiers: [AINO], birthDate: '1985-03-15' as never }, candidates: [{ ids, birthDate }] });
    return visit.id;
  };
  const ticks = { candidate: 0, idDocumentShown: true, patientInformed: true } as const;

  it('is opened once the identity assertion is on record, and ends with the token or after four hours', async () => {
    expect(await open()).toMatchObject({ state: 'OPEN', expiresAt: addMs(bench.now, HOUR_MS) });
    expect(bench.store.entries.map(({ event }) => event?.type)).toEqual(['EHDSI-91']);
    expect((await open({ until: addMs(bench.now, 9 * HOUR_MS) })).expiresAt).toBe(addMs(bench.now, 4 * HOUR_MS));
  });

  it('is not opened where the country is off: nothing is issued, and it is told since when', async () => {
    bench.off = { since: '2026-03-01T08:00:00Z', reason: { sv: 'Underhåll', en: 'Maintenance' } };
    desk = { ...bench.gateway, visits: desk.visits, shelf: desk.shelf };
    await expect(open()).rejects.toMatchObject({ code: 'NCP_PEER_UNAVAILABLE', details: { off: true, since: '2026-03-01T08:00:00Z' } });
    expect([bench.store.entries.length, kept.size]).toEqual([0, 0]);
  });

  it('is refused to who may not, on record before it is told', async () => {
    await expect(open({ professionCode: 'TH' })).rejects.toMatchObject({ code: 'NCP_API_ROLE' });
    expect(bench.store.entries.map(({ leaf }) => [leaf.kind, leaf.codes, leaf.actor])).toEqual([['role-refused', ['NCP_API_ROLE'], '3251@7350045511119']]);
  });

  it('belongs to one professional at one pharmacy, and not for ever', async () => {
    const { id } = await open();
    await expect(visitOf(desk, caller({ subject: 'rolf' }), id)).rejects.toMatchObject({ code: 'NCP_API_NOT_FOUND' });
    await expect(visitOf(desk, caller({ gln: '7350045511126' }), id)).rejects.toMatchObject({ code: 'NCP_API_NOT_FOUND' });
    await expect(visitOf(desk, caller(), id, ['CONFIRMED'])).rejects.toMatchObject({ code: 'NCP_API_STATE', details: { needed: 'CONFIRMED', state: 'OPEN' } });
    later(HOUR_MS);
    await expect(visitOf(desk, caller(), id)).rejects.toMatchObject({ code: 'NCP_API_VISIT_ENDED' });
  });

  it('is confirmed with both ticks and a treatment relationship (EHDSI-92)', async () => {
    const visit = await identified();
    const confirmed = await confirmPatient(desk, caller(), { visit, ...ticks });
    expect(confirmed).toMatchObject({ state: 'CONFIRMED', confirmed: { idDocumentShown: true, patientInformed: true, candidate: { ids: [AINO] } } });
    expect(bench.store.entries.at(-1)?.event?.type).toBe('EHDSI-92');
  });

  it('IHE-13 is not confirmed without words where what came back differs, nor for a candidate without an id', async () => {
    const visit = await identified('1985-03-16');
    await expect(confirmPatient(desk, caller(), { visit, ...ticks })).rejects.toMatchObject({ code: 'NCP_API_INPUT', cause: { fields: [{ field: 'difference', rule: 'mandatory' }] } });
    expect(await confirmPatient(desk, caller(), { visit, ...ticks, difference: 'Passet har fel dag' })).toMatchObject({ confirmed: { difference: 'Passet har fel dag' } });
    await expect(confirmPatient(desk, caller(), { visit: await identified('1985-03-15', []), ...ticks })).rejects.toMatchObject({ code: 'NCP_PEER_ANSWER' });
  });

  it('renews the treatment relationship before it ends, and only then', async () => {
    const visit = await open({ until: addMs(bench.now, 9 * HOUR_MS) });
    const trc = issueTrc(desk, visit.hcp, AINO);
    const confirmed: ConfirmedVisit = { ...visit, state: 'CONFIRMED', confirmed: { candidate: { ids: [AINO] }, at: bench.now, idDocumentShown: true, patientInformed: true, trc } };
    kept.set(visit.id, confirmed);
    expect((await withRelationship(desk, caller(), confirmed)).confirmed.trc.id).toBe(trc.id);
    later(2 * HOUR_MS - 60_000);
    const renewed = await withRelationship(desk, caller(), confirmed);
    expect(renewed.confirmed.trc.id).not.toBe(trc.id);
    expect([renewed.version, kept.get(visit.id)?.confirmed?.trc.id]).toEqual([confirmed.version + 1, renewed.confirmed.trc.id]);
  });

  it('keeps nothing of the patient when it is closed, and is closed once', async () => {
    const id = await identified();
    const place = { visit: id, key: 'k', version: 'v1' };
    await desk.shelf.put(place, { bytes: new Uint8Array(1), at: bench.now });
    await closeVisit(desk, caller(), id);
    const { state, traits, candidates, hcp } = kept.get(id) ?? {};
    expect({ state, traits, candidates, xml: hcp?.xml }).toEqual({ state: 'CLOSED', traits: undefined, candidates: undefined, xml: '' });
    expect(await desk.shelf.take(place, bench.now)).toBeUndefined();
    await expect(closeVisit(desk, caller(), id)).resolves.toBeUndefined();
  });
});
