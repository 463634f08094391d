import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  formatCx, formatDocumentId, LOCAL_DOCUMENT_ROOTS, parseCountryCode, parseCx, parseDocumentId, parseHomeCommunityId,
  parseOid, patientSummaryDocumentId, prescriptionDocumentId, prescriptionIdentifier, readOwnDocumentId,
  readPrescriptionReference, sameIdentifier, urnOid,
} from './index.js';

describe('OIDs and patient ids', () => {
  it('reads OIDs and nothing else', () => {
    for (const text of ['1.2.752.129.2.1.3.1', '2.5.4.97', '0.4.0.127.0.16.1.1.2.1']) expect(parseOid(text)).toEqual({ ok: true, value: text });
    for (const text of ['', '1', '3.1', '1.02', '1..2', '1.2.', 'urn:oid:1.2', '1.2.a', ` 1.2`, `1.2${'.1'.repeat(80)}`]) {
      expect(parseOid(text)).toEqual({ ok: false, error: 'NCP_IHE_SLOT' });
    }
  });

  it('reads a homeCommunityId in both forms', () => {
    for (const text of ['1.2.752.221.3.1.1', 'urn:oid:1.2.752.221.3.1.1', 'URN:OID:1.2.752.221.3.1.1']) {
      expect(parseHomeCommunityId(text)).toEqual({ ok: true, value: '1.2.752.221.3.1.1' });
    }
    expect(urnOid('1.2.3')).toBe('urn:oid:1.2.3');
    expect(parseCountryCode('fi')).toEqual({ ok: true, value: 'FI' });
    expect(parseCountryCode('fin').ok).toBe(false);
  });

  it('reads and writes CX', () => {
    const text = '191212121212^^^&1.2.752.129.2.1.3.1&ISO';
    expect(parseCx(text)).toEqual({ ok: true, value: { extension: '191212121212', root: '1.2.752.129.2.1.3.1' } });
    expect(formatCx({ extension: '191212121212', root: '1.2.752.129.2.1.3.1' })).toBe(text);
    for (const bad of ['191212121212', 'a^^^&1.2&XYZ', '^^^&1.2&ISO', 'a^^^&x&ISO', 'a^b^^^&1.2&ISO', "'a^^^&1.2&ISO'"]) {
      expect(parseCx(bad)).toEqual({ ok: false, error: 'NCP_IHE_SLOT' });
    }
    expect(() => formatCx({ root: '1.2.3' })).toThrow('NCP_IHE_SLOT');
    expect(() => formatCx({ root: '1.2.3', extension: 'a&b' })).toThrow('NCP_IHE_SLOT');
  });

  it('compares identifiers byte for byte', () => {
    expect(sameIdentifier({ root: '1.2', extension: 'a' }, { root: '1.2', extension: 'A' })).toBe(false);
    expect(sameIdentifier({ root: '1.2' }, { root: '1.2' })).toBe(true);
  });
});

describe('document ids', () => {
  const prescription = { id: '6e0bd5a2-7d60-4f17-9f0a-1c52d1a0f3aa', versionId: '3' };

  it('names a version of a prescription as the decisions say', () => {
    expect(formatDocumentId(prescriptionDocumentId(prescription, 'L3'))).toBe(
      '1.2.752.221.3.1.1.11^6e0bd5a2-7d60-4f17-9f0a-1c52d1a0f3aa.3.L3',
    );
    expect(prescriptionIdentifier(prescription.id)).toEqual({ root: '1.2.752.221.3.1.1.10', extension: prescription.id });
  });

  it('understands its own ids, dots inside included', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9.-]{1,40}$/), fc.stringMatching(/^[A-Za-z0-9-]{1,10}$/), fc.constantFrom('L1', 'L3'), (id, versionId, level) => {
        const written = formatDocumentId(prescriptionDocumentId({ id, versionId }, level));
        const parsed = parseDocumentId(written);
        if (!parsed.ok) throw new Error('our own id must be readable');
        expect(readOwnDocumentId(parsed.value)).toEqual({ ok: true, value: { kind: 'prescription', prescriptionId: id, versionId, level } });
      }),
    );
    expect(readOwnDocumentId(patientSummaryDocumentId('0b9c', 'L1'))).toEqual({ ok: true, value: { kind: 'patient-summary', snapshotUuid: '0b9c', level: 'L1' } });
  });

  it('keeps foreign ids verbatim and does not understand them', () => {
    const foreign = parseDocumentId('1.2.208.176.7.2.3^507397226156101L3');
    expect(foreign).toEqual({ ok: true, value: { root: '1.2.208.176.7.2.3', extension: '507397226156101L3' } });
    if (foreign.ok) expect(readOwnDocumentId(foreign.value)).toEqual({ ok: false, error: 'NCP_DOCUMENT_UNKNOWN_ID' });
    expect(parseDocumentId('1.2.3')).toEqual({ ok: true, value: { root: '1.2.3' } });
  });

  it('refuses ids that are too long or malformed', () => {
    for (const text of ['', '^a', '1.2^', '1.2^a^b', `1.2^${'a'.repeat(125)}`, 'urn:uuid:x']) {
      expect(parseDocumentId(text)).toEqual({ ok: false, error: 'NCP_DOCUMENT_UNKNOWN_ID' });
    }
    for (const extension of ['x', 'x.L3', '.1.L3', 'a.1.L2', 'a.1.l3']) {
      expect(readOwnDocumentId({ root: LOCAL_DOCUMENT_ROOTS.ePrescriptionDocument, extension }).ok).toBe(false);
    }
    expect(() => formatDocumentId({ root: '1.2', extension: 'a'.repeat(200) })).toThrow('NCP_DOCUMENT_UNKNOWN_ID');
  });

  it('finds the prescription whichever of our ids a peer copied', () => {
    const rx = prescriptionIdentifier(prescription.id);
    const document = prescriptionDocumentId(prescription, 'L3');
    const foreign = { root: '1.2.208', extension: 'x' };
    for (const ids of [[rx], [document], [rx, document], [undefined, rx], [foreign, rx], [rx, rx]]) {
      expect(readPrescriptionReference(ids)).toEqual({ ok: true, value: prescription.id });
    }
    expect(readPrescriptionReference([{ root: '1.2.9', extension: 'old' }], LOCAL_DOCUMENT_ROOTS, ['1.2.9'])).toEqual({ ok: true, value: 'old' });
  });

  it('refuses to identify a prescription from nothing, foreign roots or a contradiction', () => {
    for (const ids of [[], [undefined], [{ root: '1.2.208', extension: 'x' }], [{ root: LOCAL_DOCUMENT_ROOTS.prescription }], [prescriptionIdentifier('a'), prescriptionIdentifier('b')]]) {
      expect(readPrescriptionReference(ids)).toEqual({ ok: false, error: 'NCP_DISPENSE_NOT_IDENTIFIABLE' });
    }
  });
});
