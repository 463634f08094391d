import { describe, expect, it } from '@jest/globals';
import type { LaboratoryRecord, MaternityRecord, ObservationRecord } from '@ncp/domain';
import { ANDERS, header, provenance, read } from '../../fixtures/care-reading.js';

type Members = Record<string, unknown>;
const observation = (id: string, members: Members): Members => ({ resourceType: 'Observation', ...header(id), status: 'final', code: { text: 'x' }, ...members });
const LAB = { category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] }], code: { text: 'ABO' } };
const analysis = (id: string, members: Members = {}): Members => observation(id, { ...LAB, valueString: '0', ...members });
const report = (id: string, results: readonly string[], members: Members = {}): Members => ({ resourceType: 'DiagnosticReport', ...header(id), status: 'final', code: { text: 'Blodgruppering' }, result: results.map((reference) => ({ reference })), ...members });
const laboratory = (...resources: readonly Members[]): readonly LaboratoryRecord[] => read(resources).rows.filter((row) => row.type === 'laboratory');
const other = (members: Members): ObservationRecord | undefined => read([observation('o', members)]).rows.find((row) => row.type === 'observation');

describe('an analysis', () => {
  it('belongs to the report that names it, by any form of reference', () => {
    const rows = laboratory(analysis('a'), analysis('b'), analysis('c'), report('r', ['Observation/a', 'https://host/fhir/Observation/b/_history/2', 'urn:uuid:c']));
    expect(rows.map(({ report: key }) => key)).toEqual(Array<string>(3).fill('SE0000000000-SYS1#R'));
  });

  it('of no report, of two, or of another system\'s is alone', () => {
    const elsewhere = { meta: { source: 'urn:oid:1.2.752.129.2.1.4.1#SE0000000000-SYS2' } };
    const rows = laboratory(analysis('a'), analysis('b'), analysis('c'), report('r', ['Observation/b']), report('s', ['Observation/b']), report('t', ['Observation/c'], elsewhere));
    expect(rows.map(({ report: key }) => key)).toEqual(['SE0000000000-SYS1#A', 'SE0000000000-SYS1#B', 'SE0000000000-SYS1#C']);
  });

  it.each(['cancelled', 'entered-in-error'])('of a report that is %s is too', (status) => {
    expect(laboratory(analysis('a'), report('r', ['Observation/a'], { status })).map((row) => row.status)).toEqual([status]);
  });

  it('has the custody, labels and signature of its report', () => {
    const labelled = { meta: { source: 'urn:oid:1.2.752.129.2.1.4.1#SE0000000000-SYS1', security: [{ code: 'R' }] }, extension: [{ url: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/report-legal-authenticator' }] };
    const resources = [analysis('a'), report('r', ['Observation/a'], labelled)];
    expect(read(resources, ANDERS, { provenances: [provenance('DiagnosticReport/r')] }).rows).toMatchObject([{ origin: { careGiver: { hsaId: 'SE0000000000-VG01' }, security: ['R'], signed: true } }]);
    expect(read(resources, ANDERS, { provenances: [provenance('DiagnosticReport/r'), provenance('Observation/a', 'SE0000000000-VG09')] }).rows[0]?.origin).not.toHaveProperty('careGiver');
  });

  it('a report without a name of its own is told; its analysis stands alone', () => {
    expect(read([analysis('a'), report('r', ['Observation/a'], { identifier: [] })])).toMatchObject({ rows: [{ report: 'SE0000000000-SYS1#A' }], unreadable: [{ contract: 'laboratory', at: 'DiagnosticReport.identifier' }] });
  });

  it.each(['registered', 'preliminary', 'final', 'corrected', 'amended', 'cancelled', 'entered-in-error'])('status %s', (status) => {
    expect(laboratory(analysis('a', { status }))[0]?.status).toBe(status);
  });
  it('a status nobody knows is no final one', () => { expect(laboratory(analysis('a', { status: 'FINAL' }))[0]?.status).toBe('unknown'); });

  it.each<[string, Members, string | undefined]>([
    ['a number keeps its digits', { valueQuantity: { value: 1.5, unit: 'mmol/L' } }, '1.5 mmol/L'], ['a comparator', { valueQuantity: { value: 5, comparator: '<', code: 'mg/L' } }, '<5 mg/L'],
    ['a code by its words', { valueCodeableConcept: { coding: [{ code: '278147001', display: 'O RhD positiv' }] } }, 'O RhD positiv'], ['a range', { valueRange: { low: { value: 1 }, high: { value: 2, unit: 'h' } } }, '1 - 2 h'],
    ['a ratio', { valueRatio: { numerator: { value: 1 }, denominator: { value: 128 } } }, '1 : 128'], ['yes', { valueBoolean: true }, 'ja'], ['no', { valueBoolean: false }, 'nej'], ['a whole number', { valueInteger: -3 }, '-3'], ['nothing', {}, undefined],
  ])('value: %s', (_what, value, expected) => { expect(laboratory(analysis('a', { valueString: undefined, ...value }))[0]?.value).toBe(expected); });

  it('half a ratio, and a range without ends, are told', () => {
    const told = (value: Members): string | undefined => read([analysis('a', { valueString: undefined, ...value })]).unreadable[0]?.at;
    expect([told({ valueRatio: { numerator: { value: 1 } } }), told({ valueRange: {} })]).toEqual(['Observation.valueRatio', 'Observation.valueRange']);
  });

  it('was written when it was issued', () => {
    expect(laboratory(analysis('a', { issued: '2021-02-08T15:02:00+01:00' }))[0]?.origin.authored).toBe('2021-02-08T15:02:00+01:00');
  });

  it('a quantity without a number is told', () => {
    expect(read([analysis('a', { valueString: undefined, valueQuantity: { unit: 'mg' } })])).toMatchObject({ rows: [], unreadable: [{ contract: 'laboratory', at: 'Observation.valueQuantity.value' }] });
  });
});

describe('another observation', () => {
  it('an explicit negative is not missing data: it is told, and not carried on', () => {
    expect(read([observation('o', { dataAbsentReason: { coding: [{ code: 'not-detected' }] } })])).toMatchObject({ rows: [], unreadable: [{ contract: 'observations', at: 'Observation.dataAbsentReason' }] });
  });
  it('of an unspecified kind is told', () => {
    expect(read([observation('o', { code: { coding: [{ code: 'unspecified' }] } })])).toMatchObject({ rows: [], unreadable: [{ at: 'Observation.code' }] });
  });
  it('of a year has no day', () => { expect(other({ effectiveDateTime: '2024' })).not.toHaveProperty('observedOn'); });
});

describe('a maternity record', () => {
  const component = (name: string, value: Members, more: readonly Members[] = []): Members => ({ code: { coding: [...more, { system: 'https://ncpeh.example.se/fhir/CodeSystem/maternity-component', code: name }] }, ...value });
  const section = (code: string, components: readonly Members[], members: Members = {}): Members =>
    observation('m', { code: { coding: [{ system: 'https://fhir.inera.se/ig/ehds-tk/CodeSystem/maternity-section', code }] }, effectiveDateTime: '2026-08-19T09:00:00+02:00', component: components, ...members });
  const maternity = (...given: Parameters<typeof section>): MaternityRecord | undefined => read([section(...given)]).rows.find((row) => row.type === 'maternity');

  it('the day of delivery goes by the name of the component, never by its LOINC code, which the guide has swapped', () => {
    expect(maternity('registration', [
      component('edd-lmp', { valueDateTime: '2027-02-20' }, [{ system: 'http://loinc.org', code: '11778-8' }]), component('edd-us', { valueDateTime: '2027-02-26' }, [{ system: 'http://loinc.org', code: '11779-6' }]),
    ])?.expectedDelivery).toEqual({ byLastPeriod: '2027-02-20', byUltrasound: '2027-02-26' });
  });

  it('earlier deliveries by their row; outcomes as codes or numbers', () => {
    const outcome = (code: string): Members => ({ valueCodeableConcept: { coding: [{ code }] } });
    expect(maternity('registration', [
      component('prev-delivery-1-year', { valueInteger: 2022 }), component('prev-delivery-1-month', { valueInteger: 6 }), component('prev-delivery-1-type', outcome('5')),
      component('prev-delivery-2-type', outcome('X')), component('prev-delivery-2-month', { valueInteger: 13 }), component('prev-delivery-10-type', outcome('okänd')), component('prev-delivery-10-year', { valueInteger: 2011 }), component('prev-delivery-10-month', { valueInteger: 0 }),
    ])?.earlierDeliveries).toEqual([{ year: 2022, month: 6, outcome: 5 }, { outcome: 1 }, { year: 2011, outcome: 0 }]);
  });

  it('children of a post-delivery section are counted once each', () => {
    expect(maternity('post-delivery', [component('child-1-birth-weight', {}), component('child-1-apgar-5', {}), component('child-2-birth-weight', {}), component('breastfeeding', {})])?.children).toBe(2);
  });

  it('is of the day of its Provenance when it has none of its own', () => {
    const undated = section('checkup', [], { effectiveDateTime: undefined });
    expect(read([undated], ANDERS, { provenances: [provenance('Observation/m')] }).rows).toMatchObject([{ section: 'checkup', authoredOn: '2024-03-11' }]);
    expect(read([undated])).toMatchObject({ rows: [], unreadable: [{ at: 'Observation.effectiveDateTime' }] });
  });

  it('two answers to one question are told', () => {
    expect(read([section('registration', [component('edd-us', { valueDateTime: '2027-02-20' }), component('edd-us', { valueDateTime: '2027-02-26' })])])).toMatchObject({ rows: [], unreadable: [{ contract: 'maternity', at: 'Observation.component[1]' }] });
  });
  it('an unknown section, or one that is not final, is told', () => {
    expect(read([section('other', [])])).toMatchObject({ rows: [], unreadable: [{ contract: 'maternity', at: 'Observation.code' }] });
    expect(read([section('registration', [], { status: 'cancelled' })])).toMatchObject({ rows: [], unreadable: [{ at: 'Observation.status' }] });
  });
});
