import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import type { NcpErrorCode } from '@ncp/domain';
import type { Fault } from '@ncp/simulator';
import { idIn, submission, swap, toldBy, type Edit, type Message, type MessageParts } from '@ncp/testkit';
import { changed, KARIN, KEPT, masked, person, startReportBench, type Fetched, type Prepared } from '../fixtures/report-bench.js';

const RX_ROOT = '1.2.752.221.3.1.1.10';

const world = await startReportBench();
const { bench, fresh, offeredTo, handOver, report, send, told, refused, conflict, openConflicts, effectsOf } = world;
afterEach(() => { world.calm(); });
afterAll(async () => world.stop());

describe('UC-A4 4, what is submitted', () => {
  it('4.1 unknown format, and a class that does not agree: 4202', async () => {
    const of = await fresh();
    const prepared = handOver(of);
    const format = 'urn:epSOS:ep:dis:2010';
    const cases: readonly (readonly [NcpErrorCode, Edit])[] = [
      ['NCP_IHE_FORMAT_CODE', swap(format, 'urn:CANARY')],
      ['NCP_IHE_CLASS_CODE', (xml) => xml.replaceAll('"60593-1"', '"DISCARD-60593-1"')],
      ['NCP_IHE_CLASS_CODE', swap(format, 'urn:eHDSI:ed:discard:2020')],
    ];
    for (const [code, edit] of cases) {
      expect(await refused(code, () => report(of, prepared, { edit }), { expected: { wire: '4202' } })).toEqual([]);
    }
    expect(await told(report(of, prepared, { edit: swap(format, format.toUpperCase()) }))).toBe('Success');
  });

  it('4.1 two documents, or none: ERROR_ED_GENERIC', async () => {
    const of = await fresh();
    const prepared = handOver(of);
    const entry = (xml: string): string => xml.slice(xml.indexOf('<rim:ExtrinsicObject'), xml.indexOf('</rim:ExtrinsicObject>') + '</rim:ExtrinsicObject>'.length);
    for (const edit of [(xml: string) => xml.replace(entry(xml), (one) => one + one), (xml: string) => xml.replace(entry(xml), '')]) {
      expect(await refused('NCP_IHE_DOCUMENT', () => report(of, prepared, { edit }), { expected: { wire: 'ERROR_ED_GENERIC' } })).toEqual([]);
    }
  });

  const quantity = (value: string, unit = '1'): Edit => swap('<quantity value="1" unit="1"/>', `<quantity value="${value}" unit="${unit}"/>`);
  it.each<[string, NcpErrorCode, Edit]>([
    ['no XML', 'NCP_XML_NOT_WELL_FORMED', () => 'CANARY no document'],
    ['a DOCTYPE', 'NCP_XML_DOCTYPE', swap('<ClinicalDocument', '<!DOCTYPE ClinicalDocument [<!ENTITY a "CANARY">]><ClinicalDocument')],
    ['another kind of document', 'NCP_CDA_KIND', swap('1.3.6.1.4.1.12559.11.10.1.3.1.1.2"', '1.3.6.1.4.1.12559.11.10.1.3.1.1.1"')],
    ['no document id', 'NCP_CDA_STRUCTURE', (xml) => xml.replace(/<id root="2\.999\.41"[^>]*>/, '')],
    ['two items', 'NCP_CDA_ITEMS', (xml) => xml.replace(xml.slice(xml.indexOf('<entry '), xml.indexOf('</entry>') + 8), (one) => one + one)],
    ['no item', 'NCP_CDA_ITEMS', (xml) => xml.replace(xml.slice(xml.indexOf('<entry '), xml.indexOf('</entry>') + 8), '')],
    ['quantity 0', 'NCP_CDA_QUANTITY', quantity('0')],
    ['quantity 1.5', 'NCP_CDA_QUANTITY', quantity('1.5')],
    ['quantity -1', 'NCP_CDA_QUANTITY', quantity('-1')],
    ['quantity CANARY', 'NCP_CDA_QUANTITY', quantity('CANARY')],
    ['no quantity', 'NCP_CDA_QUANTITY', swap('<quantity value="1" unit="1"/>', '')],
    ['a time that is none', 'NCP_CDA_DATE', (xml) => xml.replace(/(PRF"><time value=")[^"]*/, '$1CANARY')],
  ])('4.5 %s: ERROR_ED_GENERIC', async (_name, code, edit) => {
    const of = await anyOffered();
    const prepared = changed(handOver(of), edit);
    expect(await refused(code, () => report(of, prepared), { canaries: ['CANARY'], expected: { wire: 'ERROR_ED_GENERIC' } })).toEqual([]);
  });

  it('DISP-30 a hand-over in the future, or before the prescription was written: ERROR_ED_GENERIC', async () => {
    const of = await anyOffered();
    for (const days of [1, -30]) {
      const prepared = handOver(of, { at: new Date(Date.now() + days * 86_400_000) });
      expect(await refused('NCP_CDA_DATE', () => report(of, prepared), { nationalCalls: true, expected: { wire: 'ERROR_ED_GENERIC' } })).toEqual([]);
    }
  });
});

/** One that no case uses up: for documents that are refused before anything is decided about a prescription. */
let untouched: Fetched | undefined;
async function anyOffered(): Promise<Fetched> {
  untouched ??= await fresh();
  return untouched;
}

describe('UC-A4 5, whose prescription it is', () => {
  it('5.1 SAML-04 another patient than the treatment relationship names: 4206, alarm', async () => {
    const of = await anyOffered();
    const prepared = handOver(of);
    const wrong = (): Message => submission(bench.peer(), KARIN, prepared);
    expect(await refused('NCP_SAML_PATIENT_MISMATCH', wrong, { alarm: 'NCP_SAML_PATIENT_MISMATCH', expected: { wire: '4206' } })).toEqual([]);
    const target = (xml: string): string => xml.slice(xml.indexOf('<recordTarget'), xml.indexOf('</recordTarget>') + '</recordTarget>'.length);
    const two = changed(prepared, (xml) => xml.replace(target(xml), (one) => one + one));
    expect(await refused('NCP_CDA_PATIENT', () => report(of, two), { alarm: 'NCP_CDA_PATIENT', expected: { wire: '4206' } })).toEqual([]);
  });

  it('5.2 no prescription id, and one of a foreign root: ERROR_ED_EPRESCRIPTION_NOT_IDENTIFIABLE', async () => {
    const of = await anyOffered();
    const foreign = changed(handOver(of), (xml) => xml.replaceAll(RX_ROOT, '1.2.3.4'));
    const none = changed(handOver(of), (xml) => xml.replaceAll(`<id root="${RX_ROOT}" extension="${of.prescriptionId}"/>`, '<id nullFlavor="NI"/>'));
    for (const prepared of [foreign, none]) {
      expect(await refused('NCP_DISPENSE_NOT_IDENTIFIABLE', () => report(of, prepared), { expected: { wire: 'ERROR_ED_EPRESCRIPTION_NOT_IDENTIFIABLE' } })).toEqual([]);
    }
  });

  it('5.3 DISP-25 an unknown prescription, and another patient’s: 4105 in the same bytes', async () => {
    const of = await anyOffered();
    const hers = await offeredTo(KARIN, 'Enalapril');
    const naming = (id: string): Prepared => changed(handOver(of), (xml) => xml.replaceAll(of.prescriptionId, id));
    const unknown = naming('00000000-0000-4000-8000-000000000000');
    const others = naming(hers.prescriptionId);
    const both = { nationalCalls: true, expected: { shown: 'NCP_DISPENSE_NO_MATCH', wire: '4105', outcome: 4 } } as const;
    expect(await refused('NCP_DISPENSE_UNKNOWN', () => report(of, unknown), both)).toEqual([]);
    expect(await refused('NCP_DISPENSE_OTHER_PATIENT', () => report(of, others), both)).toEqual([]);
    const answers = [await send(report(of, unknown)), await send(report(of, others))].map(masked);
    expect(new Set(answers).size).toBe(1);
    expect(await openConflicts(hers)).toEqual([]);
  });

  it('a treatment relationship for one prescription dispenses no other: 4207', async () => {
    const of = await fresh();
    const prepared = handOver(of);
    const only = (id: string): Partial<MessageParts> => {
      const hcp = bench.peer().hcp();
      const named: Edit = swap('</saml2:AttributeStatement>', `<saml2:Attribute Name="urn:ehdsi:names:document:document-id:prescriptionId" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri"><saml2:AttributeValue>${id}</saml2:AttributeValue></saml2:Attribute></saml2:AttributeStatement>`);
      return { security: hcp + bench.peer().trc(of.patient, idIn(hcp), { edit: named }) };
    };
    expect(await refused('NCP_SAML_DOCUMENT_MISMATCH', () => report(of, prepared, only(`${RX_ROOT}^another`)), { expected: { wire: '4207' } })).toEqual([]);
    expect(await told(report(of, prepared, only(`1.2.752.221.3.1.1.11^${of.prescriptionId}.1.L3`)))).toBe('Success');
  });
});

describe('UC-A4 4.2 to 4.4, what came before', () => {
  it('DISP-20 the same document gets the recorded outcome, DISP-22 another content under its id is refused', async () => {
    const of = await fresh();
    const prepared = handOver(of);
    expect(await told(report(of, prepared))).toBe('Success');
    expect(await told(report(of, prepared))).toBe('Success');
    const other = handOver(of, { packages: 2, documentId: prepared.id });
    expect(await refused('NCP_DISPENSE_CONFLICT', () => report(of, other), { expected: { wire: 'ERROR_ED_GENERIC', outcome: 4 } })).toEqual([]);
    expect(effectsOf(of)).toEqual(['completed']);
  });

  it('DISP-23 the same hand-over under a new id, minutes after a delivered Success: 4106, and people are told', async () => {
    const of = await fresh();
    const at = new Date();
    expect(await told(report(of, handOver(of, { at })))).toBe('Success');
    expect(await conflict('NCP_DISPENSE_DUPLICATE', of, handOver(of, { at }), { wire: '4106' })).toEqual([]);
    expect(effectsOf(of)).toEqual(['completed']);
  });
});

describe('UC-A4 6, hand-overs that the list cannot take', () => {
  it('6.1 IHE-06 consent withdrawn: 4701 and a conflict record; DISP-24 the same again gets the same', async () => {
    const of = await offeredTo(person('199204282397'), 'Hydrokortison');
    const prepared = handOver(of);
    bench.world.nll.control.withdrawConsents('S06');
    expect(await conflict('NCP_CONSENT', of, prepared, { wire: '4701' }, { confidential: [of.patient.extension, 'Fritext'] })).toEqual([]);
    bench.world.nll.control.grantConsent('S06', { category: 'cross-border-eprescription' });
    expect(await told(report(of, prepared))).toBe('Failure 4701');
    expect(effectsOf(of)).toEqual([]);
    // The document is kept, sealed: the fact survives, and nobody reads it in passing.
    const [row] = await bench.records.sql<{ bytes: number; text: string }>(
      `select length(sealed_document) as bytes, encode(sealed_document, 'escape') as text from conflict_record where prescription_id = $1`, [of.prescriptionId]);
    expect(row?.bytes).toBeGreaterThan(prepared.document.length);
    expect(row?.text).not.toContain('ClinicalDocument');
  });

  it('6.2 DISP-29 blocked meanwhile: ERROR_ED_NOT_DISPENSABLE_EPRESCRIPTION', async () => {
    const of = await fresh();
    bench.world.nll.control.prescription(of.prescriptionId, 'block');
    expect(await conflict('NCP_DISPENSE_NOT_DISPENSABLE', of, handOver(of), { wire: 'ERROR_ED_NOT_DISPENSABLE_EPRESCRIPTION' })).toEqual([]);
  });

  it('6.3 DISP-26 dispensed in Sweden meanwhile: 4106', async () => {
    const of = await fresh();
    bench.world.nll.control.dispenseInSweden({ prescriptionId: of.prescriptionId, complete: true });
    expect(await conflict('NCP_DISPENSE_ALREADY', of, handOver(of), { wire: '4106' })).toEqual([]);
  });

  it('6.4 DISP-28b substitution against N: ERROR_ED_SUBSTITUTION_INFORMATION_NOT_ALLOWED', async () => {
    const of = await offeredTo(KARIN, 'Simvastatin');
    expect(await conflict('NCP_DISPENSE_SUBSTITUTION', of, handOver(of, { substituted: true }), { wire: 'ERROR_ED_SUBSTITUTION_INFORMATION_NOT_ALLOWED' },
      { confidential: [KARIN.extension, 'Flerrecept'] })).toEqual([]);
  });

  it('6.5 an earlier hand-over that is not settled: 2201, and nothing is kept', async () => {
    const of = await fresh();
    expect(await told(report(of, handOver(of)))).toBe('Success');
    await bench.records.sql(`update dispense set state = 'UNKNOWN', outcome = null, confirmed_at = null, next_attempt_at = now() + interval '1 hour' where prescription_id = $1`, [of.prescriptionId]);
    const later = handOver(of, { at: new Date(Date.now() - 60_000) });
    expect(await refused('NCP_DISPENSE_BUSY', () => report(of, later), { nationalCalls: true, withinMs: 15_000, expected: { wire: '2201', outcome: 8 } })).toEqual([]);
    expect(await openConflicts(of)).toEqual([]);
  });

  it('D56 a hand-over of eight days ago: ERROR_ED_GENERIC and a conflict record', async () => {
    const of = await fresh();
    expect(await conflict('NCP_DISPENSE_TOO_LATE', of, handOver(of, { at: new Date(Date.now() - 8 * 86_400_000) }), { wire: 'ERROR_ED_GENERIC' })).toEqual([]);
  });
});

describe('UC-A4 8 to 10, the national call', () => {
  const failing = (fault: Fault): void => { bench.world.nll.control.addFault({ method: 'POST', resource: 'MedicationDispense', ...fault }); };

  it('8.1 changed once: read again and recorded; 8.3 the list refuses: refused and kept', async () => {
    const of = await fresh();
    failing({ kind: 'stale' });
    expect(await told(report(of, handOver(of)))).toBe('Success');
    const other = await fresh();
    failing({ kind: 'refused' });
    expect(await conflict('NCP_DISPENSE_NOT_DISPENSABLE', other, handOver(other), { wire: 'ERROR_ED_NOT_DISPENSABLE_EPRESCRIPTION' }, { leaves: 3 })).toEqual([]);
  });

  it('8.2 a Swedish pharmacy holds it: 2201, and the same document again once it lets go', async () => {
    const of = await fresh();
    const prepared = handOver(of);
    bench.world.nll.control.prescription(of.prescriptionId, 'lock');
    expect(await refused('NCP_DISPENSE_BUSY', () => report(of, prepared), { nationalCalls: true, changes: KEPT, leaves: 3, withinMs: 5_000, expected: { wire: '2201', outcome: 8 } })).toEqual([]);
    expect(await openConflicts(of)).toEqual([]);
    bench.world.nll.control.prescription(of.prescriptionId, 'unlock');
    await bench.records.sql(`update dispense set next_attempt_at = now() - interval '1 minute' where prescription_id = $1`, [of.prescriptionId]);
    expect(await told(report(of, prepared))).toBe('Success');
    expect(effectsOf(of)).toEqual(['completed']);
  });

  it('8.5 refused before anything was done: retryable, and the same document is processed anew', async () => {
    const of = await fresh();
    const prepared = handOver(of);
    failing({ kind: 'forbidden' });
    expect(await refused('NCP_NATIONAL_UNAVAILABLE', () => report(of, prepared), { nationalCalls: true, changes: KEPT, leaves: 3, expected: { wire: 'ERROR_ED_GENERIC', outcome: 8 } })).toEqual([]);
    expect(effectsOf(of)).toEqual([]);
    expect(await told(report(of, prepared))).toBe('Success');
    expect(effectsOf(of)).toEqual(['completed']);
  });

  it('10.1 DISP-28 S04 three packs for one: Success with a warning, flagged, people are told', async () => {
    const of = await offeredTo(person('196011282834'), 'Furix');
    const answer = await send(report(of, handOver(of, { packages: 3 })));
    expect(toldBy(answer)).toMatchObject({ status: 'Success', errors: [{ wire: 'WARNING_ED_GENERIC', severity: 'Warning', code: 'NCP_DISPENSE_OVER_QUANTITY' }] });
    const [row] = await bench.records.sql<{ flags: readonly string[] }>('select flags from dispense where prescription_id = $1', [of.prescriptionId]);
    expect(row?.flags).toEqual(expect.arrayContaining(['OVER_QUANTITY', 'EXCEEDS_REMAINING']));
    for (const flag of row?.flags ?? []) expect(bench.gateway.log().includes(`"flag":"${flag}"},"msg":"alarm"`)).toBe(true);
  });
});
