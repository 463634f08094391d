import { beforeEach, describe, expect, it } from '@jest/globals';
import { text } from '@ncp/xml';
import { TreatmentBench } from '../../../fixtures/treatment-bench.js';
import { pendingRecord, translationRecord } from '../../index.js';

const ED = { documentId: { root: '1.2.752.221.3.1.1.13', extension: 'ed-1' }, submissionSetId: '1.2.752.221.3.1.1.14.1' };

describe('records beside messages', () => {
  let bench: TreatmentBench;
  beforeEach(() => { bench = new TreatmentBench(); });

  it('EHDSI-94 names the document and the patient, and no message', () => {
    const { event, leaf, evidence } = translationRecord(bench.gateway, bench.asking(), '1.2.246.1^a.L3');
    expect([event?.type, leaf.kind, leaf.outcome, evidence]).toEqual(['EHDSI-94', 'translate', 0, undefined]);
    const xml = text(event?.xml ?? new Uint8Array());
    for (const part of ['ParticipantObjectID="1.2.246.1^a.L3"', 'csd-code="in"', 'csd-code="out"', '150385-9035^^^&amp;1.2.246.21&amp;ISO']) expect(xml).toContain(part);
    expect(xml).not.toContain('csd-code="req"');
  });

  it.each([['dispense', 'EHDSI-41'], ['discard', 'EHDSI-42']] as const)('UC-B4 3 a confirmed %s is pending as %s, with the receipt of what the pharmacist asked', (kind, type) => {
    const { event, leaf, facts, evidence } = pendingRecord(bench.gateway, bench.asking(), { kind, ...ED });
    expect([event?.type, leaf.outcome, leaf.requestHash, facts.transaction]).toEqual([type, 8, 'ab'.repeat(32), 'ITI-41']);
    expect(evidence?.map(({ kind: evidenceKind, title }) => [evidenceKind, title])).toEqual([['NRR', 'PORTAL_XDR_REQ_RECEIVED']]);
    const xml = text(event?.xml ?? new Uint8Array());
    for (const part of ['1.2.752.221.3.1.1.13^ed-1', '1.2.752.221.3.1.1.14.1', 'EventOutcomeIndicator="8"']) expect(xml).toContain(part);
  });

  it('AUD-07 states no receipt where there was no request of anybody', () => {
    const { received: _received, ...alone } = bench.asking();
    expect(pendingRecord(bench.gateway, alone, { kind: 'dispense', ...ED }).evidence).toEqual([]);
  });

  it('a leaf holds role and pharmacy, never a name', () => {
    const { leaf } = translationRecord(bench.gateway, bench.asking(), '1.2^3');
    expect(leaf).toMatchObject({ countryA: 'FI', countryB: 'SE', actor: '2262@urn:hl7ii:1.3.88:7350045511119' });
    expect(JSON.stringify(leaf)).not.toMatch(/Anna|150385/);
  });
});
