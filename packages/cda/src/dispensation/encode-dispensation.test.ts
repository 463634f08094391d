import { describe, expect, it } from '@jest/globals';
import { decimal, isNcpError } from '@ncp/domain';
import { childrenOf, NS, parseXml, text, walk, type XmlElement } from '@ncp/xml';
import { amlodipine, dispensationBytes, dispensationModel } from '../../fixtures/dispensations.js';
import { article, catalogue } from '../../fixtures/prescriptions.js';
import { checkDocument, decodeDispensation, dispensedProduct, encodeDispensation, type DispensationModel } from '../index.js';

const first = (bytes: Uint8Array, local: string): XmlElement | undefined => [...walk(parseXml(bytes))].find((el) => el.local === local);

describe('encodeDispensation', () => {
  it('CDA-13 obeys the rules and gives the same bytes for the same model', () => {
    expect(checkDocument(dispensationBytes())).toEqual([]);
    expect(text(dispensationBytes())).toBe(text(dispensationBytes()));
  });

  it('says that a product was substituted only when it was', () => {
    expect(text(dispensationBytes()).includes('SUBST')).toBe(false);
    const substituted = dispensationBytes({ substituted: true });
    expect(checkDocument(substituted)).toEqual([]);
    expect(decodeDispensation(substituted, { zone: 'UTC' }).substituted).toBe(true);
  });

  it('puts the lot number after the form, where the schema wants it', () => {
    const bytes = dispensationBytes({ dispensed: { ...amlodipine, lotNumber: 'A1' } });
    const material = first(bytes, 'manufacturedMaterial');
    const names = material === undefined ? [] : childrenOf(material).map(({ local }) => local);
    expect(names.slice(names.indexOf('formCode'), names.indexOf('formCode') + 2)).toEqual(['formCode', 'lotNumberText']);
    expect(checkDocument(bytes)).toEqual([]);
  });

  it('separates the time of a late recording from the time of the hand-over', () => {
    const model = dispensationModel();
    const { handedOverAt } = decodeDispensation(encodeDispensation(model), { zone: 'UTC' });
    expect(handedOverAt).toBe(model.handedOverAt);
    expect(handedOverAt).not.toBe(model.effectiveTime);
  });

  it('tells nothing of the patient in the title and no address anywhere', () => {
    const bytes = dispensationBytes();
    const title = first(bytes, 'title');
    expect(title?.children).toEqual([expect.objectContaining({ value: 'eHDSI eDispensation - Amlodipin Krka, 5 mg' })]);
    const role = first(bytes, 'patientRole');
    expect(role === undefined ? [] : childrenOf(role, NS.hl7, 'addr').map(({ attributes }) => attributes[0]?.value)).toEqual(['NI']);
  });

  it('CDA-10 shows what a text hides', () => {
    const bytes = dispensationBytes({ pharmacy: { name: 'Test\u202eapotek', address: { country: 'SE' } } });
    expect(text(bytes)).toContain('Test[U+202E]apotek');
    expect(checkDocument(dispensationBytes({ dispensed: { ...amlodipine, name: `<b>&"${'ö'.repeat(10_000)}` } }))).toEqual([]);
  });

  it('writes a patient whose document said less', () => {
    const bytes = dispensationBytes({ patient: { ids: [{ root: '1.2.3', extension: '7' }], name: { family: 'Enkel', given: [] }, birthTime: '1950' } });
    expect(checkDocument(bytes)).toEqual([]);
  });

  it('takes a Swedish article as the dispensed product', () => {
    const { product, findings } = dispensedProduct({ article: article(), catalogue, lotNumber: ' L 77 ' });
    expect(findings).toEqual([]);
    expect(product).toMatchObject({ lotNumber: 'L 77', code: { code: '20060518000033' }, packaging: [{ amount: { value: '100' } }] });
    expect(checkDocument(dispensationBytes({ dispensed: product, substituted: true }))).toEqual([]);
  });

  it.each<readonly [string, Partial<DispensationModel>, string]>([
    ['no package', { packages: 0 }, 'NCP_CDA_QUANTITY'],
    ['half a package', { packages: 0.5 }, 'NCP_CDA_QUANTITY'],
    ['no patient id', { patient: { ids: [], birthTime: '1990' } }, 'NCP_CDA_STRUCTURE'],
    ['no birth date', { patient: { ids: [{ root: '1.2.3' }] } }, 'NCP_CDA_STRUCTURE'],
    ['no packaging', { dispensed: { ...amlodipine, packaging: [] } }, 'NCP_CDA_STRUCTURE'],
    ['nobody who signs', { pharmacist: { ...dispensationModel().pharmacist, ids: [] } }, 'NCP_CDA_STRUCTURE'],
  ])('refuses %s', (_what, changes, code) => {
    let raised: unknown;
    try { dispensationBytes(changes); } catch (error) { raised = isNcpError(error) ? error.code : error; }
    expect(raised).toBe(code);
  });

  it('keeps an amount as it was written', () => {
    const [inner, outer] = amlodipine.packaging;
    if (inner === undefined || outer === undefined) throw new TypeError('fixture');
    const bytes = dispensationBytes({ dispensed: { ...amlodipine, packaging: [{ ...inner, amount: { value: decimal('1.50'), unit: 'mL' } }, outer] } });
    expect(decodeDispensation(bytes, { zone: 'UTC' }).product.packLevels[0]).toEqual({ value: '1.50', unit: { text: 'mL', code: 'mL' } });
  });
});
