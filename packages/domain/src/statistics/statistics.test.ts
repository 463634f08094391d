import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  columnsOf, countryCode, countsIn, DOCUMENT_TEMPLATES, editionFor, instant, KPI_EDITIONS, periodState, quartersBefore, reportingPeriod, TRANSACTION_COLUMNS,
  type KpiDefinition, type KpiId, type ReportingPeriod, type StatisticalTransaction,
} from '../index.js';

const transaction = (changes: Partial<StatisticalTransaction> = {}): StatisticalTransaction => ({
  key: '7c0f2a0e-0000-4000-8000-000000000001', direction: 'inbound', country: countryCode('FI'), service: 'identify', transaction: 'ITI-55', messageId: 'urn:uuid:a', replyId: 'urn:uuid:b',
  pointOfCare: 'urn:hl7ii:1.2.246.10:1', authentication: 'urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI', receivedAt: instant('2026-09-30T23:59:59.999Z'), endedAt: instant('2026-10-01T00:00:00.100Z'),
  durationMs: 101, outcome: 0, codes: [], templates: [], ...changes,
});
const period = (name: string): ReportingPeriod => {
  const found = reportingPeriod(name);
  if (found === undefined) throw new Error(name);
  return found;
};
const definition = (id: KpiId): KpiDefinition => {
  const found = editionFor(period('2026-Q3'))?.definitions.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};
const told = (columns: ReturnType<typeof columnsOf>, row: StatisticalTransaction) => Object.fromEntries(columns.map(({ name, of }) => [name, of(row)]));

describe('periods of statistics', () => {
  it.each([
    ['2026-Q1', '2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z'], ['2026-Q4', '2026-10-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['2026-09', '2026-09-01T00:00:00Z', '2026-10-01T00:00:00Z'], ['2026-12', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ])('%s is from %s until %s', (name, from, until) => { expect(reportingPeriod(name)).toEqual({ name, from, until }); });

  it.each(['', '2026', '2026-Q0', '2026-Q5', '2026-13', '2026-00', '1999-Q1', '2026-Q3 ', '2026-q3', '../2026-Q3', '2026-Q3,2026-Q4', '２０２６-Q3'])('knows no period "%s"', (name) => { expect(reportingPeriod(name)).toBeUndefined(); });

  it.each([
    ['2026-09-30T23:59:59Z', 'open'], ['2026-10-01T00:59:59.999Z', 'open'], ['2026-10-01T01:00:00Z', 'closed'], ['2036-06-29T00:00:00Z', 'closed'], ['2036-07-01T00:00:00Z', 'gone'],
  ])('at %s the third quarter is %s', (now, state) => { expect(periodState(period('2026-Q3'), instant(now))).toBe(state); });

  it('goes back over the turn of the year, by UTC', () => {
    expect(quartersBefore(instant('2027-01-01T00:30:00+01:00'), 5).map(({ name }) => name)).toEqual(['2026-Q4', '2026-Q3', '2026-Q2', '2026-Q1', '2025-Q4']);
  });
});

describe('definitions of indicators', () => {
  it('a released edition never changes: another meaning is another edition', () => {
    const hashes = KPI_EDITIONS.map((edition) => [edition.version, createHash('sha256').update(JSON.stringify(edition)).digest('hex')]);
    expect(hashes).toEqual([['1.4-SE1', '5f88c7c8d340d183eca443a25e93430affbe3fda2d2d15f556075006fd7b4421']]);
    expect(KPI_EDITIONS.map(({ validFrom }) => validFrom)).toEqual(KPI_EDITIONS.map(({ validFrom }) => validFrom).toSorted());
  });

  it('an old period is told in the terms of its time', () => {
    const [first] = KPI_EDITIONS;
    if (first === undefined) throw new Error('no edition');
    const editions = [first, { ...first, version: 'later', validFrom: '2026-07-01' }];
    expect([editionFor(period('2026-Q2'), editions)?.version, editionFor(period('2026-Q3'), editions)?.version, editionFor({ ...period('2026-Q1'), from: instant('2019-10-01T00:00:00Z') }, editions)?.version]).toEqual(['1.4-SE1', 'later', undefined]);
  });

  type Counted = Parameters<typeof countsIn>[1];
  const EP: Counted = { service: 'retrieve-prescriptions', templates: [DOCUMENT_TEMPLATES.ePrescription] };
  const EP1: Counted = { service: 'retrieve-prescriptions', templates: [DOCUMENT_TEMPLATES.ePrescriptionLevel1] };
  const ED: Counted = { service: 'dispense', templates: [DOCUMENT_TEMPLATES.eDispensation] };
  const PS: Counted = { service: 'retrieve-summaries', templates: [DOCUMENT_TEMPLATES.patientSummary, DOCUMENT_TEMPLATES.patientSummaryLevel1] };
  const DISCARD: Counted = { service: 'discard', templates: [DOCUMENT_TEMPLATES.discard] };
  const NOTHING: Counted = { service: 'retrieve-prescriptions', templates: [] };
  const DOOR: Counted = { service: 'security', templates: [] };
  it.each<readonly [KpiId, readonly Counted[]]>([
    ['KPI-1.2', [EP, EP1, ED, PS, DISCARD, NOTHING]], ['KPI-1.3', [EP, EP1]], ['KPI-1.4', [ED]], ['KPI-1.5', [PS]], ['KPI-1.6', [DISCARD]],
  ])('%s counts what it is about, and nothing else', (id, counted) => {
    for (const one of [EP, EP1, ED, PS, DISCARD, NOTHING, DOOR]) expect([one, countsIn(definition(id), one)]).toEqual([one, counted.includes(one)]);
  });

  it.each([
    ['inbound', 'identify', 'PATIENT_IDENTIFICATION_RESPONSE'], ['outbound', 'identify', 'PATIENT_IDENTIFICATION_QUERY'], ['outbound', 'list-summaries', 'DOCUMENT_LIST_QUERY'],
    ['inbound', 'retrieve-prescriptions', 'DOCUMENT_EXCHANGED_RESPONSE'], ['inbound', 'dispense', 'DISPENSATION_RESPONSE'], ['outbound', 'discard', 'DISPENSATION_DISCARD_REQUEST'], ['inbound', 'discard', 'DISPENSATION_DISCARD_REQUEST'],
  ] as const)('KPI-1.2 calls %s %s %s', (direction, service, type) => { expect(told(columnsOf(definition('KPI-1.2')), transaction({ direction, service }))['Service type']).toBe(type); });

  it('KPI-1.2 says who asked whom, when, and whether an error was told', () => {
    expect(told(columnsOf(definition('KPI-1.2')), transaction({ outcome: 12, codes: ['NCP_PI_NO_MATCH', 'X'] }))).toEqual({
      'Home ISO': 'SE', 'Year': 2026, 'Quarter': 3, 'Sender ISO': 'FI', 'Receiver ISO': 'SE', 'Start': '2026-09-30T23:59:59.999Z', 'End': '2026-10-01T00:00:00.100Z',
      'Service type': 'PATIENT_IDENTIFICATION_RESPONSE', 'Result': 'FAILURE', 'Error': 'NCP_PI_NO_MATCH X',
    });
    expect(told(columnsOf(definition('KPI-1.2')), transaction({ direction: 'outbound', outcome: 8 }))).toMatchObject({ 'Sender ISO': 'SE', 'Receiver ISO': 'FI', 'Result': 'FAILURE', 'Error': 'OUTCOME_8' });
    // A note beside a success is no error.
    expect(told(columnsOf(definition('KPI-1.2')), transaction({ codes: ['NCP_NOTE'] }))).toMatchObject({ Result: 'SUCCESS', Error: '' });
  });

  it('the others name the document', () => {
    expect(told(columnsOf(definition('KPI-1.5')), transaction({ ...PS }))).toMatchObject({ 'Home ISO': 'SE', 'Document': 'Patient Summary' });
  });

  it('one row per transaction has the fields of the dossier, and no person', () => {
    const row = told(TRANSACTION_COLUMNS, transaction({ ...EP, direction: 'outbound' }));
    expect(row).toMatchObject({
      Direction: 'OUTBOUND', HomeISO: 'SE', SndISO: 'SE', SndHCID: '1.2.752.221.3.1.1', ReceivingISO: 'FI', ReceivingNCP_OID: '1.2.246.556.12001.4.1000.990.1', SndMsgID: 'urn:uuid:a', ReceivingMsgID: 'urn:uuid:b',
      HumanRequestor: 'N/A GDPR', UserId: 'N/A GDPR', ServiceType: 'DOCUMENT_EXCHANGED_QUERY', Duration: 101, DataValue: DOCUMENT_TEMPLATES.ePrescription, ValueDisplay: 'ePrescription', ErrorDescription: '',
    });
    expect(Object.keys(row)).toHaveLength(TRANSACTION_COLUMNS.length);
  });
});
