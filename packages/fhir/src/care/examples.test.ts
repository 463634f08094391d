import { describe, expect, it } from '@jest/globals';
import { EXAMPLES } from '../../fixtures/care-examples.js';
import { ANDERS, numberOf, read } from '../../fixtures/care-reading.js';

const HIS = 'SE0000000000-SYS1';

describe('the examples of the description', () => {
  it('an alert and its allergy are one record', () => {
    expect(read([EXAMPLES.flag, EXAMPLES.allergyIntolerance], ANDERS, { provenances: [{ ...EXAMPLES.provenance, target: [{ reference: 'Flag/flag-1' }] }] })).toEqual({
      rows: [{
        type: 'alert', kind: 'hypersensitivity', agentKind: 'drug', products: [], comments: ['Anafylaxi efter Kåvepenin 2012'],
        subject: { codings: [{ code: 'J01C', codeSystem: '2.16.840.1.113883.6.73', display: 'Betalaktamantibiotika, penicilliner' }] },
        severity: { codings: [], text: 'Livshotande' }, ascertained: '2012-05-03', start: '2012-05-03',
        origin: {
          key: `${HIS}#UMI-1001`, system: HIS, signed: true, security: [], authored: '2012-05-04T09:12:00+02:00', recorded: '2024-03-11T10:20:00+01:00',
          careGiver: { hsaId: 'SE0000000000-VG01', name: 'Region Exempel' }, careUnit: { hsaId: 'SE0000000000-VE01', name: 'Exempelby vårdcentral' },
        },
      }],
      failed: [], unreadable: [], wrongPatient: [], unknown: [],
    });
  });

  it('a diagnosis', () => {
    expect(read([EXAMPLES.diagnosis], numberOf('196301193121'))).toMatchObject({
      rows: [{
        type: 'diagnosis', category: 'main', chronic: true, assessed: '2025-09-02', recordedOn: '2025-09-02',
        diagnosis: { codings: [{ code: 'I10.9', codeSystem: '1.2.752.116.1.1.1.1.3', display: 'Essentiell hypertoni' }] },
        origin: { key: `${HIS}#DX-77123`, signed: true },
      }], unreadable: [], unknown: [],
    });
  });

  it('a vaccination', () => {
    expect(read([EXAMPLES.immunization], numberOf('193801289269'))).toMatchObject({
      rows: [{
        type: 'vaccination', valid: true, occurred: '2025-11-04T09:30:00+01:00', registered: '2025-11-04', primarySource: true, lotNumber: 'TESTLOT1', doseNumber: 1,
        vaccine: { codings: [{ code: 'J07BB02', codeSystem: '2.16.840.1.113883.6.73' }], text: 'Influensavaccin testpreparat' }, targetDiseases: [{ codings: [], text: 'Influensa' }],
        origin: { key: 'SE0000000000-SYS2#VAC-2024-881', signed: false },
      }], unreadable: [], unknown: [],
    });
  });

  it('an ordination', () => {
    expect(read([EXAMPLES.medicationStatement], numberOf('199004232394'))).toMatchObject({
      rows: [{
        type: 'ordination', prescriptionType: 'start', active: true, start: '2024-02-12', dosageTexts: ['1 tablett 1 gång dagligen (1x1)'], selfMedication: false,
        medicine: { kind: 'drug', nplId: '20041208000038', atc: { code: 'C09AA02' }, text: 'Enalapril Krka, tablett 20 mg' }, origin: { key: `${HIS}#MED-501` },
      }], unreadable: [], unknown: [],
    });
  });

  it('an assessment of ability, which is no problem', () => {
    expect(read([EXAMPLES.ability], numberOf('193801289269'))).toMatchObject({
      rows: [{
        type: 'functional-status', category: 'personal-adl', assessment: { codings: [], text: 'PADL-bedömning' }, assessedOn: '2026-04-14',
        notes: [{ activity: 'förflyttning', text: 'går med rollator inomhus' }, { activity: 'födointag', text: 'utan hjälp' }],
      }], unreadable: [],
    });
  });

  it('an analysis in its report; the report has no source of its own', () => {
    expect(read([EXAMPLES.laboratory, EXAMPLES.report], numberOf('193801289269'))).toMatchObject({
      rows: [{ type: 'laboratory', status: 'final', value: '0 RhD pos', taken: '2021-02-08T07:40:00+01:00', report: 'SE0000000000-LAB1#LAB-1', origin: { key: 'SE0000000000-LAB1#LAB-1-1' } }],
      unreadable: [],
    });
  });

  it('a maternity record', () => {
    expect(read([EXAMPLES.maternity], numberOf('199202062387'))).toMatchObject({
      rows: [{
        type: 'maternity', section: 'registration', authoredOn: '2026-08-19', expectedDelivery: { byLastPeriod: '2027-02-20', byUltrasound: '2027-02-26' }, earlierDeliveries: [], children: 0,
        origin: { key: 'SE0000000000-MVC1#MVC-44#registration' },
      }], unreadable: [],
    });
  });

  it('a measure of growth names no source system: it cannot be told from another, and is told', () => {
    expect(read([EXAMPLES.growth], numberOf('201805142385'))).toMatchObject({ rows: [], unreadable: [{ contract: 'observations', at: 'Observation.meta.source' }] });
    expect(read([{ ...EXAMPLES.growth, meta: { source: 'urn:oid:1.2.752.129.2.1.4.1#SE0000000000-SYS1' } }], numberOf('201805142385'))).toMatchObject({
      rows: [{ type: 'observation', value: '24.3 kg', observedOn: '2026-05-20', code: { codings: [{ code: '27113001', codeSystem: '2.16.840.1.113883.6.96' }, { code: '29463-7' }] } }],
    });
  });

  it('a note is never read', () => {
    expect(read([EXAMPLES.documentReference], numberOf('194608188886')).rows).toEqual([]);
  });
});
