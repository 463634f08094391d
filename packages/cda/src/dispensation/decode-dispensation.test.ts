import { describe, expect, it } from '@jest/globals';
import { isNcpError, type NcpErrorCode } from '@ncp/domain';
import { utf8 } from '@ncp/xml';
import { amlodipine, dispensationBytes, edited, inOlderEncoding, removed, renamed, twice, withAttributes, withText } from '../../fixtures/dispensations.js';
import { decodeDispensation, toDiscard, type MedicinalProduct } from '../index.js';

const zone = 'Europe/Helsinki';
const read = (bytes: Uint8Array) => decodeDispensation(bytes, { zone });
const good = dispensationBytes();
const whole = read(good);

const codeOf = (bytes: Uint8Array): NcpErrorCode | undefined => {
  try {
    read(bytes);
    return undefined;
  } catch (error) {
    if (isNcpError(error)) return error.code;
    throw error;
  }
};

const rules = (bytes: Uint8Array): readonly (string | undefined)[] => read(bytes).findings.map(({ rule }) => rule);

describe('decodeDispensation', () => {
  it('reads who, what, how many, when and for which prescription', () => {
    expect(whole).toMatchObject({
      documentId: { root: '1.2.752.221.3.1.1.13', extension: '0197653e-8a3c-7c11-9a51-2f0c8c2f1a01' },
      patientIds: [{ root: '1.2.246.21', extension: '150385-9035' }],
      prescriptionId: { root: '1.2.246.10', extension: 'RX-77' },
      prescriptionItemId: { root: '1.2.246.10', extension: 'RX-77-1' },
      quantity: { value: '2', unit: '1' },
      substituted: false,
      handedOverAt: '2026-06-12T14:15:00+02:00',
      handedOverPrecision: 'time',
      zoneAssumed: false,
      pharmacist: { name: 'Anna Apotekare', id: { root: '1.2.752.116.3.1.1', extension: '920007' }, role: { code: '2262' } },
      pharmacy: { id: { root: '1.3.88', extension: '7350045511119' }, name: 'Testapoteket', city: 'Kalmar', country: 'SE', phone: '+46480-123456' },
      findings: [],
    });
    expect(whole.product).toMatchObject({
      codes: [{ code: '20060518000033', codeSystem: '1.2.752.129.2.1.5.1', display: 'Amlodipin Krka' }],
      packageCodes: [{ code: '20060629100325' }],
      atc: { code: 'C08CA01' }, name: 'Amlodipin Krka', strengthText: '5 mg', form: { code: '10219000' },
    });
    expect(whole.prescribedProduct).toEqual(whole.product);
  });

  it('lists the packaging from the inside out', () => {
    expect(whole.product.packLevels).toEqual([
      { value: '10', unit: { text: 'Tablet', code: '{Tablet}' } },
      { value: '10', unit: { text: '1', code: '1' } },
    ]);
  });

  it('reads the product of waves 1 to 5 as the same product', () => {
    const older = inOlderEncoding(good);
    const { product, findings } = read(older);
    expect(product).toEqual(whole.product);
    expect(findings.every(({ severity }) => severity === 'information')).toBe(true);
  });

  it('reads the substitution act and the lot number', () => {
    const lot: MedicinalProduct = { ...amlodipine, lotNumber: 'L-2026/7' };
    const dispensation = read(dispensationBytes({ dispensed: lot, substituted: true }));
    expect(dispensation.substituted).toBe(true);
    expect(dispensation.product.lotNumber).toBe('L-2026/7');
  });
});

type Tolerated = readonly [what: string, bytes: Uint8Array, finding: string];

const substituted = dispensationBytes({ substituted: true });

describe('decodeDispensation forgives what changes nothing', () => {
  it.each<Tolerated>([
    ['a code without displayName', edited(good, 'formCode', withAttributes({ displayName: undefined })), 'reading.display-name'],
    ['a quantity without unit', edited(good, 'quantity', withAttributes({ unit: undefined }), 'supply'), 'reading.unit-missing'],
    ['an identifier root that is no OID', edited(good, 'id', withAttributes({ root: 'root' }), 'representedOrganization'), 'reading.identifier-root'],
    ['times without zone', edited(good, 'time', withAttributes({ value: '20260612141500' })), 'reading.zone-missing'],
    ['a hand-over known by the day', edited(good, 'time', withAttributes({ value: '20260612' })), 'reading.day-only'],
    ['an empty product name', edited(good, 'name', withText(''), 'manufacturedMaterial'), 'reading.name-empty'],
    ['a document code of another kind', edited(good, 'code', (el) => withAttributes({ code: el.attributes.some(({ value }) => value === '60593-1') ? '57833-6' : '1' })(el)), 'reading.document-code'],
    ['a section without its template', edited(good, 'templateId', removed, 'section'), 'reading.section-template'],
  ])('%s', (_what, bytes, finding) => {
    const dispensation = read(bytes);
    expect(dispensation.prescriptionId).toEqual(whole.prescriptionId);
    expect(dispensation.quantity.value).toBe('2');
    expect(rules(bytes)).toContain(finding);
  });

  it('notes a missing displayName under its own code', () => {
    const bytes = edited(good, 'formCode', withAttributes({ displayName: undefined }));
    expect(read(bytes).findings.map(({ code }) => code)).toContain('NCP_CDA_DISPLAY_NAME');
  });

  it('reads a time without zone in the sending country', () => {
    const { handedOverAt, zoneAssumed } = read(edited(good, 'time', withAttributes({ value: '20260612141500' })));
    expect({ handedOverAt, zoneAssumed }).toEqual({ handedOverAt: '2026-06-12T14:15:00+03:00', zoneAssumed: true });
  });

  it('calls a day a day', () => {
    expect(read(edited(good, 'time', withAttributes({ value: '20260612' })))).toMatchObject({
      handedOverAt: '2026-06-12T00:00:00+03:00', handedOverPrecision: 'day',
    });
  });

  it('takes the author, then the document, for the time of the hand-over (decisions D56)', () => {
    const noPerformer = edited(good, 'time', removed, 'performer');
    expect(read(noPerformer).handedOverAt).toBe('2026-06-12T14:20:00+02:00');
    const noTime = edited(edited(noPerformer, 'time', withAttributes({ value: undefined, nullFlavor: 'UNK' })), 'effectiveTime', withAttributes({ value: '20260612150000+0200' }));
    expect(read(noTime).handedOverAt).toBe('2026-06-12T15:00:00+02:00');
  });

  it('describes a product without name by its pack', () => {
    expect(read(edited(good, 'name', removed, 'nothing')).product.name).toBe('Amlodipin Krka');
    const { product } = read(edited(good, 'name', (el) => (el.prefix === 'pharm' ? [el] : []), 'manufacturedMaterial'));
    expect(product.name).toBe('Amlodipin Krka, tablett, 5 mg, 100 tabletter');
  });

  it('takes an ATC code only from the ATC code system', () => {
    const { product, findings } = read(edited(good, 'code', withAttributes({ codeSystem: '1.2.3' }), 'asSpecializedKind'));
    expect(product.atc).toBeUndefined();
    expect(findings.map(({ rule }) => rule)).toContain('reading.atc-not-found');
  });

  it('finds the substitution act beside the prescribed item too, but not its observation', () => {
    const moved = edited(substituted, 'entryRelationship', (el) => {
      const isAct = el.children.some((node) => node.kind === 'element' && node.local === 'act');
      return isAct ? withAttributes({ typeCode: 'SUBJ' })(el) : [el];
    });
    expect(read(moved)).toMatchObject({ substituted: true });
    expect(rules(moved)).toContain('reading.substitution-place');
    expect(read(edited(substituted, 'act', renamed('observation'))).substituted).toBe(false);
    expect(read(edited(substituted, 'code', withAttributes({ codeSystem: undefined }), 'act')).substituted).toBe(true);
    expect(read(edited(substituted, 'code', withAttributes({ codeSystem: '1.2.3' }), 'act')).substituted).toBe(false);
    expect(read(edited(substituted, 'act', withAttributes({ negationInd: 'true' }))).substituted).toBe(false);
  });

  it('reads any prefix, also pharm: bound to HL7', () => {
    const text = new TextDecoder().decode(good).replaceAll('pharm:', 'x:').replace('xmlns:pharm=', 'xmlns:x=');
    expect(read(utf8(text)).product).toEqual(whole.product);
  });

  it('reads a name whole although a comment splits it', () => {
    const split = edited(good, 'name', (el) => [{ ...el, children: [
      { kind: 'text', value: 'Amlodipin', cdata: false }, { kind: 'comment', value: 'x' }, { kind: 'text', value: ' Krka', cdata: false },
    ] }], 'manufacturedMaterial');
    expect(read(split).product.name).toBe('Amlodipin Krka');
  });
});

type Refused = readonly [what: string, bytes: Uint8Array, code: NcpErrorCode];

describe('decodeDispensation refuses what would change what was handed over', () => {
  it.each<Refused>([
    ['no XML', utf8('{}'), 'NCP_XML_NOT_WELL_FORMED'],
    ['another kind of document', edited(good, 'templateId', withAttributes({ root: '1.2.3' })), 'NCP_CDA_KIND'],
    ['a discard that was not put back', toDiscard(good), 'NCP_CDA_KIND'],
    ['no document id', edited(good, 'id', withAttributes({ root: '' })), 'NCP_CDA_STRUCTURE'],
    ['no patient', edited(good, 'patientRole', removed), 'NCP_CDA_STRUCTURE'],
    ['no item', edited(good, 'entry', removed), 'NCP_CDA_ITEMS'],
    ['two items', edited(good, 'entry', twice), 'NCP_CDA_ITEMS'],
    ['two sections with an item each', edited(good, 'component', twice, 'structuredBody'), 'NCP_CDA_ITEMS'],
    ['two products', edited(good, 'product', twice), 'NCP_CDA_ITEMS'],
    ['two prescribed items', edited(good, 'entryRelationship', twice), 'NCP_CDA_ITEMS'],
    ['two orders fulfilled', edited(good, 'inFulfillmentOf', twice), 'NCP_CDA_ITEMS'],
    ['no quantity', edited(good, 'quantity', (el) => (el.prefix === 'pharm' ? [el] : []), 'supply'), 'NCP_CDA_QUANTITY'],
    ['a quantity that is null beside its value', edited(good, 'quantity', withAttributes({ nullFlavor: 'UNK' }), 'supply'), 'NCP_CDA_QUANTITY'],
    ['two quantities', edited(good, 'quantity', (el) => (el.prefix === 'pharm' ? [el] : [el, el]), 'supply'), 'NCP_CDA_QUANTITY'],
    ['a hand-over time that is none', edited(good, 'time', withAttributes({ value: '12/06/2026' }), 'performer'), 'NCP_CDA_DATE'],
    ['a hand-over time without a day', edited(good, 'time', withAttributes({ value: '202606' }), 'performer'), 'NCP_CDA_DATE'],
    ['no time at all', edited(edited(good, 'time', removed), 'effectiveTime', removed), 'NCP_CDA_DATE'],
  ])('%s', (_what, bytes, code) => {
    expect(codeOf(bytes)).toBe(code);
  });

  it('CDA-15 two patients, even the same one twice', () => {
    expect(codeOf(edited(good, 'recordTarget', twice))).toBe('NCP_CDA_PATIENT');
    expect(codeOf(edited(good, 'patientRole', twice))).toBe('NCP_CDA_PATIENT');
  });
});

const withQuantity = (value: string, unit: string | undefined): Uint8Array =>
  edited(good, 'quantity', (el) => (el.prefix === 'pharm' ? [el] : withAttributes({ value, unit })(el)), 'supply');

describe('CDA-01 quantities', () => {
  it.each(['0', '-1', '1.5', '.5', '1,5', '', 'two', 'NaN', 'Infinity', '9'.repeat(60)])('refuses %s packages', (value) => {
    expect(codeOf(withQuantity(value, '1'))).toBe('NCP_CDA_QUANTITY');
    expect(codeOf(withQuantity(value, undefined))).toBe('NCP_CDA_QUANTITY');
  });

  it.each(['1', '1.0', '2.00', '12345678901234567890'])('keeps %s packages as it was written', (value) => {
    expect(read(withQuantity(value, '1')).quantity).toEqual({ value, unit: '1' });
  });

  it.each([['1.50', 'mL'], ['0.1', 'g'], ['1e-3', 'g'], ['123456789012345678901234567890', '{Tablet}']])('keeps %s %s of another unit', (value, unit) => {
    expect(read(withQuantity(value, unit)).quantity).toEqual({ value, unit });
  });

  it('knows no pack content when one layer of it is unreadable', () => {
    const broken = edited(good, 'quantity', (el) => (el.prefix === 'pharm' && el.attributes.some(({ value }) => value === '{Tablet}') ? withAttributes({ value: 'ten' })(el) : [el]));
    expect(read(broken).product.packLevels).toEqual([]);
    expect(rules(broken)).toContain('reading.amount-unreadable');
  });
});

describe('CDA-02 units', () => {
  it('keeps an unknown unit as its own text', () => {
    const odd = edited(good, 'quantity', (el) => (el.prefix === 'pharm' ? withAttributes({ unit: 'dosis' })(el) : [el]), 'asContent');
    expect(read(odd).product.packLevels.map(({ unit }) => unit)).toEqual([{ text: 'dosis', code: 'dosis' }, { text: 'dosis', code: 'dosis' }]);
  });
});

describe('CDA-03 codes', () => {
  it('keeps a code of a system it does not know, with its text', () => {
    const odd = edited(good, 'formCode', withAttributes({ code: 'TABFILM', codeSystem: '1.2.208.176.3.22', displayName: 'filmovertrukne tabletter' }));
    expect(read(odd).product.form).toEqual({ code: 'TABFILM', codeSystem: '1.2.208.176.3.22', display: 'filmovertrukne tabletter' });
  });

  it('keeps the original text of what has no code', () => {
    const odd = edited(good, 'formCode', (el) => [{ ...el, attributes: [{ ns: '', prefix: '', local: 'nullFlavor', value: 'OTH' }], children: [
      { ...el, prefix: '', ns: 'urn:hl7-org:v3', local: 'originalText', attributes: [], namespaces: [], children: [{ kind: 'text', value: 'tuggtablett', cdata: false }] },
    ] }]);
    expect(read(odd).product.form).toEqual({ code: '', codeSystem: '', display: 'tuggtablett' });
  });
});

describe('CDA-09 null flavours', () => {
  const nullIn = (local: string, inside?: string): Uint8Array =>
    edited(good, local, (el) => [{ ...el, attributes: [{ ns: '', prefix: '', local: 'nullFlavor', value: 'UNK' }], children: [] }], inside);

  it.each([
    ['formCode', undefined], ['asContent', undefined], ['ingredient', undefined], ['asSpecializedKind', undefined], ['name', 'manufacturedMaterial'],
    ['assignedPerson', undefined], ['representedOrganization', undefined], ['functionCode', undefined], ['relatedDocument', undefined], ['telecom', undefined],
    ['addr', undefined], ['consumable', undefined], ['manufacturedMaterial', undefined], ['performer', undefined], ['title', undefined],
  ])('reads %s as absent', (local, inside) => {
    expect(codeOf(nullIn(local, inside))).toBeUndefined();
  });

  it('is distinct from empty and from zero', () => {
    expect(read(nullIn('numerator')).product.ingredients).toEqual([{ code: { code: 'C08CA01', codeSystem: '2.16.840.1.113883.6.73', display: 'amlodipine' }, name: 'amlodipine' }]);
    expect(read(nullIn('id', 'order')).prescriptionId).toBeUndefined();
    expect(read(nullIn('id', 'patientRole')).patientIds).toEqual([]);
    expect(codeOf(nullIn('quantity', 'supply'))).toBe('NCP_CDA_QUANTITY');
  });
});
