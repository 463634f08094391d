import { describe, expect, it } from '@jest/globals';
import { checkRecord, isDiscovered } from './record-schema.js';

const text = { sv: 'text', en: 'text' };
const mask = (...patient: readonly object[]): object => ({ patient });
const field = (change: object = {}): object => ({ key: 'cpr', kind: 'identifier', label: text, domain: '1.2.208.176.1.2', ...change });
const record = (change: object = {}): object => ({
  code: 'DK', name: text, homeCommunityId: '1.2.208', language: 'da-DK', zone: 'Europe/Copenhagen', endpoints: 'smp', mask: mask(field()), notice: text, services: ['ePrescription'], ...change,
});
/** Where the faults are; nothing when the record is taken. */
const faultsOf = (content: unknown): readonly string[] => {
  const checked = checkRecord(content);
  return 'faults' in checked ? checked.faults.map((fault) => fault.split(':', 1)[0] ?? '') : [];
};

describe('the record of a country', () => {
  it('is taken as it should be, with addresses or where they are announced', () => {
    const endpoints = { identify: 'https://a.example/', query: 'https://a.example/', retrieve: 'https://a.example/', submit: 'https://a.example/' };
    for (const [content, discovered] of [[record(), true], [record({ endpoints }), false]] as const) {
      const checked = checkRecord(content);
      expect('profile' in checked && isDiscovered(checked.profile)).toBe(discovered);
    }
  });

  it.each([
    ['^\\d{10}$', []], ['^[0-9]+\\p{L}$', []], ['\\d{10}', ['mask.patient.0.format']], ['^\\d{10}', ['mask.patient.0.format']], ['\\d{10}$', ['mask.patient.0.format']], ['^[$', ['mask.patient.0.format']], ['^\\i$', ['mask.patient.0.format']],
    [`^${'a'.repeat(198)}$`, []], [`^${'a'.repeat(199)}$`, ['mask.patient.0.format']],
  ])('asks for a form that covers the whole value: %s', (format, faults) => {
    expect(faultsOf(record({ mask: mask(field({ format })) }))).toEqual(faults);
  });

  it.each([
    ['an identifier without its domain', [{ domain: undefined }], ['mask.patient.0']], ['a name with a domain', [{ kind: 'family' }], ['mask.patient.0']], ['a name without one', [{ kind: 'family', domain: undefined }], []],
    ['one key twice', [{}, {}], ['mask.patient']], ['two keys', [{}, { key: 'second' }], []], ['no field', [], ['mask.patient']],
  ] as const)('with a mask of %s', (_title, fields, faults) => {
    expect(faultsOf(record({ mask: mask(...fields.map(field)) }))).toEqual(faults);
  });

  it('is none when it is nothing', () => {
    expect(faultsOf(undefined)).toEqual(['record']);
  });
});
