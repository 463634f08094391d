import type { AbroadCountry } from './countries.js';
import type { PrescriptionIds } from './documents/plan.js';

/**
 * How a country numbers its documents (decisions 4.2 F3, cda-documents 10): Finland with a dot before the level, Denmark without
 * one and with one id for prescription and item, Portugal with OIDs alone. `number` is a positive integer.
 */
export function prescriptionIds(country: AbroadCountry['code'], number: number): PrescriptionIds {
  const digits = String(number).padStart(6, '0');
  if (country === 'FI') {
    const rx = '1.2.246.556.12001.4.1000.990.1.10';
    const documents = '1.2.246.556.12001.4.1000.990.1.11';
    return {
      prescription: { root: rx, extension: `RX-${digits}` }, item: { root: rx, extension: `RX-${digits}-1` },
      level3: { root: documents, extension: `RX-${digits}.1.L3` }, level1: { root: documents, extension: `RX-${digits}.1.L1` },
    };
  }
  if (country === 'DK') {
    const prescription = { root: '1.2.208.176.7.2.1', extension: `507397226${digits}` };
    return {
      prescription, item: prescription,
      level3: { root: '1.2.208.176.7.2.3', extension: `${prescription.extension}L3` }, level1: { root: '1.2.208.176.7.2.3', extension: `${prescription.extension}L1` },
    };
  }
  const base = `2.16.620.1.101.10.3.29.${String(number)}`;
  return { prescription: { root: base }, item: { root: `${base}.1` }, level3: { root: `${base}.31` }, level1: { root: `${base}.32` } };
}

export const summaryIds = (country: AbroadCountry['code'], number: number): { readonly level3: { readonly root: string; readonly extension: string }; readonly level1: { readonly root: string; readonly extension: string } } => {
  const dot = country === 'DK' ? '' : '.';
  const root = country === 'DK' ? '1.2.208.176.7.2.4' : `${country === 'FI' ? '1.2.246.556.12001.4.1000.990.1' : '2.16.620.1.101.10.3'}.12`;
  return { level3: { root, extension: `PS-${String(number)}${dot}L3` }, level1: { root, extension: `PS-${String(number)}${dot}L1` } };
};

/** Numbers of the country's form that no person can have: nobody is born on day 99. `number`: from 0. */
export function nobodysNumber(country: AbroadCountry['code'], number: number): string {
  if (country !== 'FI') return `99${String(number).padStart(country === 'DK' ? 8 : 7, '0')}`;
  const digits = String(number).padStart(6, '0');
  return `99${digits.slice(0, 4)}-9${digits.slice(4)}A`;
}
