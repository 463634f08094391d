import { describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { attr, NS, text, utf8 } from '@ncp/xml';
import { edited, inOlderEncoding, removed, twice, withAttributes, withText } from '../../fixtures/dispensations.js';
import { CASES } from '../../fixtures/prescriptions.js';
import { decodeLevel1, decodePrescription, encodePrescription, encodePrescriptionLevel1, prescriptionDocument } from '../index.js';

const modelOf = (name: string) => {
  const found = CASES.find((one) => one.name === name);
  if (found === undefined) throw new TypeError(`no case ${name}`);
  return prescriptionDocument(found.input);
};
const model = modelOf('once a day in the morning');
const good = encodePrescription(model);
const codeOf = (run: () => unknown): unknown => {
  try { return run(); } catch (error) { return isNcpError(error) ? error.code : error; }
};

describe('decodePrescription', () => {
  it('reads what country B needs to show, to dispense and to answer', () => {
    expect(decodePrescription(good)).toMatchObject({
      documentId: model.level3Id,
      setId: model.prescriptionId,
      relatedIds: [model.level1Id],
      prescriptionId: model.prescriptionId,
      itemId: model.prescriptionId,
      language: 'sv-SE',
      status: 'active',
      patient: { ids: [model.patient.id], name: { family: 'Testdotter', given: ['Alma', 'Maria'] }, gender: 'F', birthTime: '19900820' },
      prescriber: { ids: model.prescriber.ids, name: { family: model.prescriber.family, given: model.prescriber.given }, role: { code: '221' } },
      product: { name: 'Amlodipin Krka', strengthText: '5 mg', atc: { code: 'C08CA01' }, packLevels: [{ value: '100', unit: { code: '{Tablet}' } }] },
      packages: { value: '1', unit: '1' },
      substitution: { code: 'G' },
      substitutionAllowed: true,
      timings: [{ kind: 'period', period: { value: '1', unit: { code: 'd' } }, institutionSpecified: true }],
      findings: [],
    });
  });

  it('keeps identifiers as they are, spaces and all (decisions D75)', () => {
    const odd = edited(good, 'id', withAttributes({ root: '1.2.246.10', extension: ' rx/77 å ' }), 'section');
    expect(decodePrescription(odd)).toMatchObject({
      prescriptionId: { root: '1.2.246.10', extension: ' rx/77 å ' }, itemId: { root: '1.2.246.10', extension: ' rx/77 å ' },
    });
  });

  it('reads instructions from the narrative that they point at', () => {
    const { patientInstructions, fulfilmentInstructions } = decodePrescription(good);
    expect(patientInstructions).toEqual([model.patientInstruction.join(' ')]);
    expect(fulfilmentInstructions).toHaveLength(1);
  });

  it('reads the narrative row by row', () => {
    const { narrative } = decodePrescription(good);
    expect(narrative.length).toBeGreaterThan(5);
    expect(narrative.some((line) => line.includes(' | ') && line.includes('Amlodipin Krka'))).toBe(true);
  });

  it('keeps the instruction when its reference points nowhere', () => {
    const lost = edited(good, 'reference', withAttributes({ value: '#nowhere' }));
    const { patientInstructions, findings } = decodePrescription(lost);
    expect(patientInstructions).toEqual([]);
    expect(findings.map(({ rule }) => rule)).toContain('reading.reference-unresolved');
  });

  it('reads both product encodings as the same product', () => {
    const older = decodePrescription(inOlderEncoding(good));
    expect(older.product).toEqual(decodePrescription(good).product);
    expect(older.prescribed).toEqual(decodePrescription(good).prescribed);
  });

  it.each([
    ['N', false], ['G', true], ['TE', true], ['odd', true],
  ])('substitution %s: allowed is %s', (code, allowed) => {
    const changed = edited(good, 'value', (el) => (attr(el, 'code') === 'G' ? withAttributes({ code })(el) : [el]), 'observation');
    expect(decodePrescription(changed).substitutionAllowed).toBe(allowed);
  });

  it('allows substitution when nothing is said', () => {
    expect(decodePrescription(edited(good, 'observation', removed)).substitutionAllowed).toBe(true);
  });

  it('CDA-01 keeps a dose as it was written, or says that it cannot be read', () => {
    const dosed = (value: string): Uint8Array => edited(good, 'low', withAttributes({ value }), 'doseQuantity');
    for (const value of ['1.50', '0.1', '1e-3', '123456789012345678901234567890']) {
      expect(decodePrescription(dosed(value)).dose?.low?.value).toBe(value);
    }
    for (const value of ['.5', '1,5', 'half', '']) {
      const { dose, findings } = decodePrescription(dosed(value));
      expect(dose?.low).toBeUndefined();
      expect(findings.map(({ rule }) => rule)).toContain('reading.amount-unreadable');
    }
  });

  it('CDA-03 keeps a form that is not in the catalogue in both views', () => {
    const odd = edited(good, 'formCode', (el) => (attr(el, 'code') === '10219000' ? withAttributes({ code: 'TABL', codeSystem: '1.2.3', displayName: 'tabletti' })(el) : [el]));
    const { product, prescribed } = decodePrescription(odd);
    expect(product.form).toEqual({ code: 'TABL', codeSystem: '1.2.3', display: 'tabletti' });
    // The Swedish translation beneath still has the code, so the copy is coded and keeps the foreign one.
    expect(prescribed.form).toMatchObject({ kind: 'coded', value: { code: '10219000' }, originals: [{ code: 'TABL' }] });
    const without = decodePrescription(edited(odd, 'translation', removed, 'manufacturedMaterial')).prescribed.form;
    expect(without).toEqual({ kind: 'null', nullFlavor: 'OTH', originalText: 'tabletti', originals: [{ code: 'TABL', codeSystem: '1.2.3', display: 'tabletti' }] });
  });

  it('reads times with their zone, days as days, and shows what is no time', () => {
    const zoneless = edited(good, 'time', withAttributes({ value: '20260301091458' }), 'author');
    expect(decodePrescription(zoneless).prescriber.writtenAt).toEqual({ written: '20260301091458', date: '2026-03-01' });
    expect(decodePrescription(zoneless, { zone: 'Europe/Helsinki' }).prescriber.writtenAt).toEqual({ written: '20260301091458', date: '2026-03-01', instant: '2026-03-01T09:14:58+02:00' });
    expect(decodePrescription(edited(good, 'time', withAttributes({ value: '1.3.2026' }), 'author')).prescriber.writtenAt).toEqual({ written: '1.3.2026' });
  });

  it('reads every kind of timing', () => {
    expect(decodePrescription(encodePrescription(modelOf('at one clock time'))).timings).toMatchObject([{ kind: 'period', from: expect.stringMatching(/0800$/) }]);
    const event = edited(good, 'effectiveTime', (el) => (attr(el, 'type', NS.xsi) !== 'PIVL_TS' ? [el] : [{
      ...el, attributes: [{ ns: NS.xsi, prefix: 'xsi', local: 'type', value: 'EIVL_TS' }],
      children: [{ ...el, local: 'event', namespaces: [], attributes: [{ ns: '', prefix: '', local: 'code', value: 'ACM' }], children: [] }],
    }]));
    expect(decodePrescription(event).timings).toEqual([{ kind: 'event', code: 'ACM' }]);
    const once = edited(good, 'effectiveTime', (el) => (attr(el, 'type', NS.xsi) !== 'PIVL_TS' ? [el] : [{ ...el, attributes: [{ ns: '', prefix: '', local: 'value', value: '20260301' }], children: [] }]));
    expect(decodePrescription(once).timings).toEqual([{ kind: 'once', at: { written: '20260301', date: '2026-03-01' } }]);
  });

  it('CDA-10 shows what a name hides before it is written into our document', () => {
    const hidden = edited(good, 'name', withText('Amlo\u202edipin'), 'manufacturedMaterial');
    expect(decodePrescription(hidden).prescribed.name).toBe('Amlo[U+202E]dipin');
  });

  it.each([
    ['another kind', edited(good, 'templateId', withAttributes({ root: '1.2.3' })), 'NCP_CDA_KIND'],
    ['two items', edited(good, 'entry', twice), 'NCP_CDA_ITEMS'],
    ['no item', edited(good, 'substanceAdministration', removed), 'NCP_CDA_ITEMS'],
    ['two patients', edited(good, 'recordTarget', twice), 'NCP_CDA_PATIENT'],
    ['no id', edited(good, 'id', removed), 'NCP_CDA_STRUCTURE'],
  ])('CDA-15 refuses %s', (_what, bytes, code) => {
    expect(codeOf(() => decodePrescription(bytes))).toBe(code);
  });
});

describe('decodeLevel1', () => {
  const pdf = utf8('%PDF-1.4\n%%EOF\n');
  const level1 = encodePrescriptionLevel1(model, pdf);

  it('gives back the PDF, also one that comes without a document around it', () => {
    expect(text(decodeLevel1(level1))).toBe(text(pdf));
    expect(decodeLevel1(pdf)).toBe(pdf);
  });

  it.each([
    ['a level 3 document', good, 'NCP_CDA_KIND'],
    ['something that is no PDF', edited(level1, 'text', withText('aGVq')), 'NCP_CDA_STRUCTURE'],
    ['text that is not base64', edited(level1, 'text', withAttributes({ representation: 'TXT' })), 'NCP_CDA_STRUCTURE'],
  ])('refuses %s', (_what, bytes, code) => {
    expect(codeOf(() => decodeLevel1(bytes))).toBe(code);
  });
});
