import { describe, expect, it } from '@jest/globals';
import { checkDocument, decodeDispensation, encodePrescription, prescriptionDocument } from '@ncp/cda';
import { input } from '../../../../packages/cda/fixtures/prescriptions.js';
import { pharmacistOf } from './assertions.js';
import { dispensationOf, type HandOver } from './dispensation.js';

const prescription = encodePrescription(prescriptionDocument(input()));
const NOW = new Date('2026-06-12T12:00:00Z');
const made = (handOver: HandOver) => dispensationOf(prescription, handOver, { country: 'FI', professional: pharmacistOf('FI'), now: NOW });
const read = (handOver: HandOver) => decodeDispensation(made(handOver).document, { zone: 'Europe/Helsinki' });

describe('dispensationOf', () => {
  it('is a valid eDispensation of the prescription it came from', () => {
    expect(checkDocument(made({ packages: 1 }).document).filter(({ severity }) => severity === 'error')).toEqual([]);
    const dispensation = read({ packages: 1 });
    expect(dispensation).toMatchObject({ quantity: { value: '1' }, substituted: false, patientIds: [{ extension: '199008202385' }] });
    expect(dispensation.prescriptionId).toEqual(dispensation.prescriptionItemId);
    expect(dispensation.documentId).toMatchObject({ root: '2.999.41' });
  });

  it('names the pack as prescribed, and no Swedish pack when the pack is another', () => {
    expect(read({ packages: 1 }).product).toMatchObject({ packLevels: [{ value: '100' }], packageCodes: [{ code: '20060629100325' }] });
    const other = read({ packages: 3, packSize: '28' });
    expect(other.product).toMatchObject({ packLevels: [{ value: '28' }], packageCodes: [] });
    expect(other.prescribedProduct).toMatchObject({ packLevels: [{ value: '100' }], packageCodes: [{ code: '20060629100325' }] });
    expect(checkDocument(made({ packages: 3, packSize: '28' }).document).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('says when something else was given, and keeps ids that are given to it', () => {
    expect(read({ packages: 1, substituted: true }).substituted).toBe(true);
    const documentId = { root: '2.999.41', extension: 'FI-ED-1' };
    expect(made({ packages: 1, documentId })).toMatchObject({ id: documentId });
    expect(made({ packages: 1 }).id).not.toEqual(made({ packages: 1 }).id);
  });
});
