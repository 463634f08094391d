import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { decimal, isNcpError, type ForeignPrescriptionFacts, type ReadDocument, type ReadLine } from '@ncp/domain';
import { writeFhirJson, type FhirObject } from '../json.js';
import { prescriptionBundle } from './prescription-bundle.js';
import { summaryBundle } from './summary-bundle.js';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const context = { digest, homeCommunityId: '1.2.246.556', retrievedAt: '2026-03-11T09:00:00Z', highIsLastDispensingDay: false };
const originals = { level3: 'PENsaW5pY2FsRG9jdW1lbnQvPg==', level1: 'JVBERi0=' };

const quantity = (value: string, unit: string, text = unit): { readonly value: ReturnType<typeof decimal>; readonly unit: { readonly text: string; readonly code: string } } => ({ value: decimal(value), unit: { text, code: unit } });
const prescription: ForeignPrescriptionFacts = {
  documentId: { root: '1.2.246.10', extension: 'DOC-1' }, relatedIds: [], language: 'fi-FI', prescriptionId: { root: '1.2.246.10', extension: 'RX' }, itemId: { root: '1.2.246.10', extension: 'RX-1' },
  patient: { ids: [{ root: '1.2.246.21', extension: '150385-9035' }], name: { family: 'Näytetty', given: ['Aino'] }, gender: 'F', birthTime: '19850315' },
  prescriber: { ids: [{ root: '1.2.246.537.26', extension: 'L-1' }], name: { family: 'Lääkäri', given: ['Lyyti'] }, organisation: { name: 'Terveysasema' }, writtenAt: { written: '20260228' } },
  product: { codes: [], packageCodes: [], name: 'Esimerkki', strengthText: '100 E/ml', ingredients: [], packLevels: [quantity('3.0', 'mL'), quantity('5', '1')] },
  packages: { value: decimal('2'), unit: '1' }, repeats: '2', status: 'active',
  treatment: { low: { written: '20260301', date: '2026-03-01' as never }, high: { written: '20270301', date: '2027-03-01' as never } },
  timings: [{ kind: 'period', period: quantity('8', 'h'), institutionSpecified: true }], dose: { low: quantity('1.50', '{Tablet}', 'Tablet'), high: quantity('1.50', '{Tablet}', 'Tablet') },
  patientInstructions: ['1 tabletti'], fulfilmentInstructions: [], substitutionAllowed: false, narrative: ['Esimerkki'], findings: [],
};
const line = (key: string, more: Partial<ReadLine>): ReadLine => ({ key, label: { sv: '-', en: '-' }, mark: 'translated', ...more });
const read: ReadDocument = {
  kind: 'ePrescription', documentId: prescription.documentId, findings: [{ code: 'NCP_CDA_RULE', severity: 'error', rule: 'X#y', at: '/ClinicalDocument', class: 'rule', text: { sv: 'fel', en: 'wrong' } }],
  census: { coded: 0, translated: 0, mapped: 0, untranslated: 0, missing: 0 },
  sections: [{
    key: 'product', label: { sv: '-', en: '-' }, narrative: [], entries: [],
    lines: [
      line('product.form', { sv: 'tablett', original: { text: 'tabletti' }, code: { code: '10219000', codeSystem: '0.4.0.127.0.16.1.1.2.1', display: 'Tablet' }, translations: [{ code: 'tabl', codeSystem: '1.2.246.537.6.1', display: 'tabletti' }] }),
      line('dosage.sentence', { sv: '1,50 tabletter 3 gånger per dag.', mark: 'as-written', generated: true }),
    ],
  }],
};

type Plain = { readonly [name: string]: unknown };
const plain = (bundle: FhirObject): { readonly entry: readonly { readonly resource: Plain }[]; readonly id: string; readonly type: string } => JSON.parse(writeFhirJson(bundle)) as ReturnType<typeof plain>;
const resources = (bundle: FhirObject, type: string): readonly Plain[] => plain(bundle).entry.map(({ resource }) => resource).filter((resource) => resource['resourceType'] === type);
const request = (changes: Partial<ForeignPrescriptionFacts> = {}, more: Partial<typeof context> = {}): Plain | undefined => resources(prescriptionBundle({ ...prescription, ...changes }, read, originals, { ...context, ...more }), 'MedicationRequest')[0];
const losses = (changes: Partial<ForeignPrescriptionFacts> = {}): string => JSON.stringify(resources(prescriptionBundle({ ...prescription, ...changes }, read, originals, context), 'OperationOutcome'));

describe('prescriptionBundle', () => {
  it('is a collection of what a pharmacy system needs, with ids that are digests', () => {
    const bundle = plain(prescriptionBundle(prescription, read, originals, context));
    expect(bundle.type).toBe('collection');
    expect(bundle.entry.map(({ resource }) => resource['resourceType'])).toEqual(['MedicationRequest', 'Medication', 'Patient', 'Practitioner', 'Organization', 'PractitionerRole', 'DocumentReference', 'Provenance', 'OperationOutcome']);
    expect(request()?.['id']).toBe(digest('1.2.246.10^DOC-1|1.2.246.10^RX-1'));
    expect(prescriptionBundle(prescription, read, originals, context)).toEqual(prescriptionBundle(prescription, read, originals, context));
  });

  it('keeps the digits of amounts, the Swedish text and the original', () => {
    const text = writeFhirJson(prescriptionBundle(prescription, read, originals, context));
    expect(text).toContain('"doseQuantity":{"value":1.50,"unit":"Tablet","system":"http://unitsofmeasure.org","code":"{Tablet}"}');
    const [medication] = resources(prescriptionBundle(prescription, read, originals, context), 'Medication');
    expect(medication).toMatchObject({
      code: { text: 'Esimerkki 100 E/ml' }, amount: { numerator: { value: 15, code: 'mL' } },
      form: { text: 'tablett', coding: [{ system: 'http://standardterms.edqm.eu', code: '10219000', display: 'Tablet' }, { code: 'tabl', userSelected: true }], extension: [{ valueCode: 'translated' }, { valueString: 'tabletti' }] },
    });
  });

  it('says the dosage in codes where they are exact, and in the words of the prescriber always', () => {
    expect(request()).toMatchObject({
      status: 'active', intent: 'order', identifier: [{ system: 'urn:oid:1.2.246.10', value: 'RX-1' }], groupIdentifier: { value: 'RX' }, substitution: { allowedBoolean: false },
      dosageInstruction: [{ text: '1 tabletti', timing: { repeat: { frequency: 3, period: 1, periodUnit: 'd', boundsPeriod: { start: '2026-03-01', end: '2027-03-01' } } } }],
      dispenseRequest: { quantity: { value: 2 } },
    });
    const several = request({ timings: [...prescription.timings, { kind: 'event', code: 'ACM' }] });
    expect(several).toMatchObject({ dosageInstruction: [{ text: '1 tabletti' }] });
    expect(JSON.stringify(several)).not.toContain('frequency');
    const [doubtful] = (request({ dosageDoubtful: true, dose: { high: quantity('2', '{Tablet}') } }) as unknown as { readonly dosageInstruction: readonly object[] }).dosageInstruction;
    expect(Object.keys(doubtful ?? {})).not.toEqual(expect.arrayContaining(['doseAndRate']));
    expect(JSON.stringify(doubtful)).not.toContain('frequency');
    expect(request({ timings: [{ kind: 'event', code: 'ACM' }] })).toMatchObject({ dosageInstruction: [{ timing: { repeat: { when: ['ACM'] } } }] });
    expect(request({ timings: [{ kind: 'period', period: quantity('8', 'h'), institutionSpecified: false, from: '202603010800' }] })).toMatchObject({ dosageInstruction: [{ timing: { repeat: { frequency: 1, period: 8, periodUnit: 'h', timeOfDay: ['08:00:00'] } } }] });
  });

  it('D33 notes repeats and adds nothing; D35, D74 has a validity by the rule of the country only', () => {
    expect(request()).toMatchObject({ note: expect.arrayContaining([{ text: expect.stringContaining('Endast upplysning') }]) });
    expect(JSON.stringify(request())).not.toContain('validityPeriod');
    const ruled = request({}, { highIsLastDispensingDay: true });
    expect(ruled).toMatchObject({ dispenseRequest: { validityPeriod: { end: '2027-03-01' } }, dosageInstruction: [{ timing: { repeat: { boundsPeriod: { start: '2026-03-01' } } } }] });
  });

  it('attaches the originals and lists what was lost', () => {
    const bundle = prescriptionBundle(prescription, read, originals, context);
    expect(resources(bundle, 'DocumentReference')).toMatchObject([{ content: [{ attachment: { contentType: 'application/xml', data: originals.level3 } }, { attachment: { contentType: 'application/pdf', data: originals.level1 } }] }]);
    expect(losses()).toContain('product.package');
    expect(losses({ prescriber: { ids: [] } })).toContain('MedicationRequest.authoredOn');
    expect(losses({ status: 'odd' })).toContain('MedicationRequest.status');
    expect(losses({ timings: [{ kind: 'event', code: 'ICM' }] })).toContain('narrative-only');
    expect(losses({ dosageDoubtful: true })).toMatch(/narrative-only"\}\]\},"diagnostics":"dosage"/);
    expect(losses({ patient: { ids: [{ root: 'not-an-oid', extension: '1' }] } })).toContain('identifier Patient');
    expect(losses()).toContain('X#y');
  });

  it.each([
    ['patient', { patient: { ids: [] } }], ['prescription', { itemId: undefined, prescriptionId: undefined }], ['product', { product: { ...prescription.product, name: undefined } }],
  ] as const)('is not made without %s', (at, changes) => {
    try {
      prescriptionBundle({ ...prescription, ...changes } as ForeignPrescriptionFacts, read, originals, context);
    } catch (error) {
      expect(isNcpError(error) && [error.code, error.details['at']]).toEqual(['NCP_CDA_NOT_EXPRESSIBLE', at]);
      return;
    }
    throw new Error('was made');
  });
});

describe('summaryBundle', () => {
  const entry = (key: string, ...lines: readonly ReadLine[]): ReadDocument['sections'][number]['entries'][number] => ({ key, lines });
  const summary: ReadDocument = {
    ...read, kind: 'patientSummary', title: 'Potilasyhteenveto',
    sections: [
      {
        key: 'section.48765-2', label: { sv: 'Allergier', en: 'Allergies' }, narrative: ['<b>Lateksi</b> & muuta'], lines: [],
        entries: [
          entry('section.48765-2.entry.1', line('section.48765-2.entry.1.allergy.agent.code', { sv: 'Latex', code: { code: '111088007', codeSystem: '2.16.840.1.113883.6.96', display: 'Latex' } }), line('section.48765-2.entry.1.allergy.reaction.value', { sv: 'Urtikaria' })),
          entry('section.48765-2.entry.2', line('section.48765-2.entry.2.allergy', { sv: 'NEKAS: dokumentet säger att detta inte är fallet' }), line('section.48765-2.entry.2.allergy.agent.code', { sv: 'Nöt' })),
        ],
      },
      { key: 'section.18776-5', label: { sv: 'Vårdplan', en: 'Plan' }, narrative: [], lines: [], entries: [entry('section.18776-5.entry.1', line('section.18776-5.entry.1.code', { sv: 'x' }))] },
      { key: 'administrative', label: { sv: '-', en: '-' }, narrative: [], lines: [], entries: [] },
    ],
  };
  const bundle = summaryBundle(prescription.patient, summary, originals, context);

  it('is a document: Composition first, Swedish titles, the narrative of the source made safe', () => {
    const [first] = plain(bundle).entry;
    expect(plain(bundle).type).toBe('document');
    expect(first?.resource).toMatchObject({
      resourceType: 'Composition', status: 'final', title: 'Potilasyhteenveto',
      section: [{ title: 'Allergier', code: { coding: [{ system: 'http://loinc.org', code: '48765-2' }] }, text: { div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>&lt;b&gt;Lateksi&lt;/b&gt; &amp; muuta</p></div>' }, entry: [{}] }, { title: 'Vårdplan' }],
    });
  });

  it('has coded entries where they are clear; what is denied or has no resource stays in words and is told', () => {
    expect(resources(bundle, 'AllergyIntolerance')).toMatchObject([{ code: { text: 'Latex' }, reaction: [{ manifestation: [{ text: 'Urtikaria' }] }] }]);
    const outcome = JSON.stringify(resources(bundle, 'OperationOutcome'));
    expect(outcome).toContain('section.48765-2.entry.2');
    expect(outcome).toContain('section.18776-5.entry.1');
  });
});
