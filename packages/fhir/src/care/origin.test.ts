import { describe, expect, it } from '@jest/globals';
import { calendarDate, isNcpError, type RecordOrigin } from '@ncp/domain';
import { ANDERS, bundleOf, condition, numberOf, provenance, read, SYSTEM } from '../../fixtures/care-reading.js';
import { CONTRACT_NAMES, readBlocks, readCareRecords } from './index.js';

type Members = Record<string, unknown>;
const TODAY = calendarDate('2026-11-01');
const originOf = (members: Members, ...provenances: readonly unknown[]): RecordOrigin | undefined => read([condition('a', members)], ANDERS, { provenances }).rows[0]?.origin;
const person = (value: unknown, system = 'http://electronichealth.se/identifier/personnummer'): Members => ({ subject: { identifier: { system, value } } });

describe('custody', () => {
  it.each(['Condition/a', 'https://host/care/Condition/a', 'Condition/a/_history/3', 'urn:uuid:a'])('by a Provenance that names it as %s', (target) => {
    expect(originOf({}, provenance(target))).toMatchObject({ careGiver: { hsaId: 'SE0000000000-VG01' }, careUnit: { hsaId: 'SE0000000000-VE01' }, recorded: '2024-03-11T10:20:00+01:00' });
  });

  it('both systems of HSA-ids are read, any other is none', () => {
    const inSystem = (system: string): unknown => JSON.parse(JSON.stringify(provenance('Condition/a')).replaceAll('urn:oid:1.2.752.129.2.1.4.1', system));
    expect(['urn:oid:1.2.752.29.4.19', 'urn:oid:1.2.3'].map((system) => originOf({}, inSystem(system))?.careGiver?.hsaId)).toEqual(['SE0000000000-VG01', undefined]);
  });

  it('is nobody\'s where Provenances disagree: a block could not be judged', () => {
    const origin = originOf({}, provenance('Condition/a'), provenance('Condition/a', 'SE0000000000-VG09', 'SE0000000000-VE01', '2025-01-01T10:00:00+01:00'));
    expect(origin).toMatchObject({ careUnit: { hsaId: 'SE0000000000-VE01' }, recorded: '2025-01-01T10:00:00+01:00' });
    expect(origin).not.toHaveProperty('careGiver');
  });

  it('is nobody\'s where one cannot be read', () => {
    expect(originOf({}, provenance('Condition/a'), { ...provenance('Condition/a'), agent: 'x' })).not.toHaveProperty('careGiver');
  });

  it('of another record is not its own', () => { expect(originOf({}, provenance('Condition/b'))).not.toHaveProperty('careGiver'); });
});

describe('what a record is known by', () => {
  it.each([[SYSTEM, 'SE0000000000-SYS1'], ['https://tjanstekatalogen.inera.se/Endpoint/SE0000000000-SYS1', 'SE0000000000-SYS1']])('source %s', (source, system) => {
    expect(originOf({ meta: { source } })).toMatchObject({ system, key: `${system}#A` });
  });
  it.each<[string, Members, string]>([
    ['no source', { meta: {} }, 'Condition.meta.source'], ['a source without id', { meta: { source: 'urn:oid:1.2.752.129.2.1.4.1#' } }, 'Condition.meta.source'],
    ['no identifier', { identifier: [] }, 'Condition.identifier'], ['an identifier without value', { identifier: [{}] }, 'Condition.identifier'],
  ])('%s: it could be mistaken for another, and is told', (_what, members, at) => {
    expect(read([condition('a', members)])).toMatchObject({ rows: [], unreadable: [{ contract: 'diagnoses', at }] });
  });

  it.each<[string, readonly string[]]>([['NOPATIENT', ['NOPATIENT']], ['R', ['R']], ['V', ['R']], ['N', []], ['U', []], ['PSY', ['R']]])('label %s', (code, expected) => {
    expect(originOf({ meta: { source: SYSTEM, security: [{ code }] } })?.security).toEqual(expected);
  });

  it('the time that blocks compare with, where there is one', () => {
    expect(originOf({ extension: [{ url: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/document-block-comparison-time', valueDateTime: '20240311102000' }] })?.blockComparisonTime).toBe('2024-03-11T10:20:00+01:00');
  });
});

describe('whose it is', () => {
  it.each<[string, unknown, string | undefined]>([['her number', ANDERS, undefined], ['with a hyphen', '19680124-9290', undefined], ['under its OID', ANDERS, 'urn:oid:1.2.752.129.2.1.3.1']])('%s', (_what, value, system) => {
    expect(read([condition('a', person(value, system))]).rows).toHaveLength(1);
  });
  it.each<[string, Members]>([['another number', person('196301193121')], ['the right digits of another kind', person(ANDERS, 'urn:oid:1.2.752.74.9.1')], ['ten digits', person('6801249290')]])('%s is somebody else\'s', (_what, members) => {
    expect(read([condition('a', members), condition('b')])).toMatchObject({
      rows: [{ origin: { key: 'SE0000000000-SYS1#B' } }], wrongPatient: [{ contract: 'diagnoses', system: 'SE0000000000-SYS1' }], failed: [{ contract: 'diagnoses', system: 'SE0000000000-SYS1' }], unreadable: [],
    });
  });
  it.each<[string, Members]>([['nobody', { subject: undefined }], ['a reference', { subject: { reference: 'Patient/1' } }], ['a number that is none', person(196801249290)]])('%s is told', (_what, members) => {
    expect(read([condition('a', members)])).toMatchObject({ rows: [], unreadable: [{ at: expect.stringContaining('identifier') }], wrongPatient: [] });
  });
  it('a resource of another type than asked for is told', () => {
    const reading = readCareRecords([{ resource: 'Immunization', bundles: [bundleOf([condition('a')])] }], ANDERS);
    expect(reading).toMatchObject({ rows: [], unreadable: [{ contract: 'vaccinations', at: 'Bundle.entry.resource' }] });
  });
});

describe('sources that failed', () => {
  const issue = (members: Members): Members => ({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'incomplete', ...members }] });
  const named = { details: { coding: [{ system: 'https://ncpeh.example.se/fhir/CodeSystem/care-contract', code: 'GetDiagnosis' }] }, extension: [{ url: 'https://ncpeh.example.se/fhir/StructureDefinition/failed-source', valueIdentifier: { value: 'SE0000000000-SYS2' } }] };
  const failed = (...outcomes: readonly Members[]) => read([condition('a')], ANDERS, { outcomes }).failed;
  it('with contract and system', () => { expect(failed(issue(named))).toEqual([{ contract: 'diagnoses', system: 'SE0000000000-SYS2' }]); });
  it('that name no contract are held against every contract of the answer', () => { expect(failed(issue({}))).toEqual([{ contract: 'diagnoses' }, { contract: 'functional-status' }]); });
  it('a warning that the answer is not whole counts, any other does not', () => {
    expect([failed(issue({ severity: 'warning' })).length, failed(issue({ severity: 'warning', code: 'informational' })).length, failed(issue({ severity: 'information', code: 'informational' })).length]).toEqual([2, 0, 0]);
  });
  it.each(Object.entries(CONTRACT_NAMES))('%s is named %s', (contract, code) => {
    expect(failed(issue({ details: { coding: [{ system: 'https://ncpeh.example.se/fhir/CodeSystem/care-contract', code }] } }))).toEqual([{ contract }]);
  });
  it('told twice are one', () => { expect(failed(issue(named), issue(named))).toHaveLength(1); });
  it('an answer that is no answer', () => {
    for (const bundle of [null, [], 'x', { resourceType: 'Bundle', type: 'batch' }, { resourceType: 'OperationOutcome' }, { resourceType: 'Bundle', type: 'searchset', entry: [{}] }]) {
      expect(readCareRecords([{ resource: 'Flag', bundles: [bundle] }], ANDERS).failed).toEqual([{ contract: 'alerts' }]);
    }
  });
});

describe('blocks', () => {
  const block = (members: Members = {}, provision: Members = {}): Members => ({
    resourceType: 'Consent', status: 'active', patient: { identifier: { system: 'http://electronichealth.se/identifier/personnummer', value: ANDERS } },
    category: [{ coding: [{ system: 'https://ncpeh.example.se/fhir/CodeSystem/record-block', code: 'outer' }] }],
    provision: { type: 'deny', period: { start: '2024-01-01', end: '2026-12' }, actor: [{ reference: { identifier: { system: 'urn:oid:1.2.752.129.2.1.4.1', value: 'SE0000000000-VG01' } } }], ...provision }, ...members,
  });
  const codeOf = (...consents: readonly Members[]): string => {
    try {
      return `${String(readBlocks([bundleOf(consents)], ANDERS, TODAY).length)} blocks`;
    } catch (error) {
      return isNcpError(error) ? error.code : 'untyped';
    }
  };
  const inForce = (provision: Members): number => readBlocks([bundleOf([block({}, provision)])], ANDERS, TODAY).length;
  it('are read with kind, id and the days of the records they close; a lifted one is none', () => {
    const closed = { dataPeriod: { start: '2020-01-01', end: '2021' } };
    expect(readBlocks([bundleOf([block({}, closed), block({ status: 'inactive' })])], ANDERS, TODAY)).toEqual([{ kind: 'outer', hsaId: 'SE0000000000-VG01', from: '2020-01-01', until: '2021-12-31' }]);
  });
  it('are in force on the days of their period, both included', () => {
    expect([{ start: '2026-11-01' }, { start: '2026-11-02' }, { end: '2026-11-01' }, { end: '2026-10-31' }, { start: '2026' }, undefined].map((period) => inForce({ period }))).toEqual([1, 0, 1, 0, 1, 1]);
  });
  it.each<[string, Members]>([
    ['no category', block({ category: [] })], ['an unknown kind', block({ category: [{ coding: [{ system: 'https://ncpeh.example.se/fhir/CodeSystem/record-block', code: 'middle' }] }] })],
    ['a permission', block({}, { type: 'permit' })], ['an exception', block({}, { provision: [{ type: 'permit' }] })], ['nobody blocked', block({}, { actor: [] })], ['no provision', block({ provision: undefined })],
    ['an id of another system', block({}, { actor: [{ reference: { identifier: { system: 'x', value: 'y' } } }] })], ['an unknown modifier', block({ modifierExtension: [{ url: 'http://x.y/z' }] })], ['an impossible day', block({}, { period: { end: '2026-13-01' } })],
  ])('%s: none can be trusted', (_what, consent) => { expect(codeOf(block(), consent)).toBe('NCP_NATIONAL_MALFORMED'); });
  it('of an unknown status is in force', () => { expect(codeOf(block({ status: 'proposed' }))).toBe('1 blocks'); });
  it('of somebody else', () => {
    try {
      readBlocks([bundleOf([block()])], numberOf('196301193121'), TODAY);
      expect('read').toBe('refused');
    } catch (error) {
      expect(isNcpError(error) && error.code).toBe('NCP_NATIONAL_WRONG_PATIENT');
    }
  });
  it('beside an outcome that only informs', () => {
    expect(readBlocks([bundleOf([block()], { outcomes: [{ resourceType: 'OperationOutcome', issue: [{ severity: 'information', code: 'informational' }] }] })], ANDERS, TODAY)).toHaveLength(1);
  });
  it('beside an outcome that says the answer is not whole', () => {
    expect(() => readBlocks([bundleOf([], { outcomes: [{ resourceType: 'OperationOutcome', issue: [{ severity: 'warning', code: 'incomplete' }] }] })], ANDERS, TODAY)).toThrow('NCP_NATIONAL_MALFORMED');
  });
});

describe('names of the contracts', () => {
  it('are those of the platform', () => {
    expect(CONTRACT_NAMES).toEqual({
      'alerts': 'GetAlertInformation', 'diagnoses': 'GetDiagnosis', 'vaccinations': 'GetVaccinationHistory', 'ordinations': 'GetMedicationHistory', 'functional-status': 'GetFunctionalStatus',
      'laboratory': 'GetLaboratoryOrderOutcome', 'maternity': 'GetMaternityMedicalHistory', 'observations': 'GetObservations',
    });
  });
});
