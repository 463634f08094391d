import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isNcpError, type Dispensation } from '@ncp/domain';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { amlodipine, dispensationBytes, dispensationModel } from '../../fixtures/dispensations.js';
import { CASES } from '../../fixtures/prescriptions.js';
import { checkDocument, decodeDispensation, decodePrescription, encodeDispensation, encodePrescription, prescriptionDocument, restoreDiscard, toDiscard } from '../index.js';

const repository = fileURLToPath(new URL('../../../..', import.meta.url));
const conformance = process.env['NCP_CONFORMANCE_DIR'] ?? join(repository, '../shared/conformance');
const samples = join(conformance, 'cda-samples');
const messages = join(conformance, 'messages/cda');
const judge = join(conformance, '../tools/cda-check/cda-check');

const suite = existsSync(samples) && existsSync(messages) ? describe : describe.skip;
const judged = existsSync(judge) ? describe : describe.skip;

const read = (path: string): Dispensation => decodeDispensation(readFileSync(path), { zone: 'Europe/Copenhagen' });

/** The facts that a pharmacist in country A needs, in one line each. */
const facts = ({ quantity, product, prescribedProduct, prescriptionId, prescriptionItemId, patientIds, substituted, handedOverAt }: Dispensation) => ({
  quantity: `${quantity.value} ${quantity.unit ?? '-'}`,
  product: [product.name, product.strengthText, product.atc?.code].join(' | '),
  pack: product.packLevels.map(({ value, unit }) => `${value} ${unit.text}`).join(' x '),
  codes: [...product.codes, ...product.packageCodes].map(({ code, codeSystem }) => `${codeSystem}#${code}`),
  prescribed: prescribedProduct?.name,
  prescription: `${prescriptionId?.root ?? ''}^${prescriptionId?.extension ?? ''}`,
  item: `${prescriptionItemId?.root ?? ''}^${prescriptionItemId?.extension ?? ''}`,
  patient: patientIds.map(({ root, extension }) => `${root}^${extension ?? ''}`),
  substituted,
  handedOverAt: String(handedOverAt),
});

type Facts = ReturnType<typeof facts>;

const CZECH_1: Facts = {
  quantity: '1 1', product: 'Pinex | 500 mg | N02BE01', pack: '100 stk.', codes: ['2.16.17.710.802.1000.990.1.20.2#56232'], prescribed: 'Pinex',
  prescription: '1.2.208.176.7.2.2^469854419288102', item: '1.2.208.176.7.2.2^469854419288102', patient: ['1.2.208.176.1.2^0201909309'],
  substituted: false, handedOverAt: '2024-11-25T14:48:04Z',
};
const CZECH_3: Facts = {
  quantity: '1 1', product: 'CORBILTA | 100 (200MG/50MG/200MG) | N04BA03', pack: '100 1', codes: ['1.2.203.24341.11.2.7.1#0194691'], prescribed: 'Corbilta',
  prescription: '1.2.208.176.7.2.2^481756398918101', item: '1.2.208.176.7.2.2^481756398918101', patient: ['1.2.208.176.1.2^2311169192'],
  // The observation SUBST beside the prescribed item says what was allowed; it is not the flag.
  substituted: false, handedOverAt: '2025-04-08T00:00:00+02:00',
};
const POLISH_1: Facts = {
  quantity: '1 1', product: 'Asubtela | 3 mg + 0,03 mg | G03AA12', pack: '21 tablet x 1 1',
  codes: ['2.16.840.1.113883.3.4424.6.1#100224877', '1.3.160#05909990773541'], prescribed: 'Asubtela',
  prescription: '1.2.208.176.7.2.2^481295000650102', item: '1.2.208.176.7.2.2^481295000650102', patient: ['1.2.208.176.1.2^2205226691'],
  substituted: false, handedOverAt: '2025-04-04T12:21:29+01:00',
};
const BELGIAN_1: Facts = {
  quantity: '1 1', product: 'test product |  | ', pack: '100 mL', codes: ['2.16.17.710.802.1000.990.1.20.2#492285'], prescribed: 'Paracetamol "Orifarm"',
  prescription: '1.2.208.176.7.2.2^462617619087101', item: '1.2.208.176.7.2.2^462617619087101', patient: ['1.2.208.176.1.2^0201909309'],
  substituted: true, handedOverAt: '2024-09-11T13:43:56+02:00',
};
const MALTESE: Facts = {
  quantity: '1 1', product: 'Paracetamol 10 mg/ml solution for infusion | 10 milligram(s)/millilitre | N02BE01', pack: '10 1',
  codes: ['2.16.470.1.100.1.2.1000.990.1.15#MA1277/02701'], prescribed: 'Panodil',
  prescription: '1.2.208.176.7.2.2^480003371650102', item: '1.2.208.176.7.2.2^480003371650102', patient: ['1.2.208.176.1.2^1503194046'],
  substituted: true, handedOverAt: '2025-03-20T14:43:55+01:00',
};
const SWEDISH_PILOT: Facts = {
  quantity: '2 1', product: 'Panodil® Forte |  | ', pack: '100 1', codes: ['1.2.752.129.2.1.5.1#549485'], prescribed: 'Panodil® Forte',
  prescription: '1.2.752.129.2.1.2.1^5.207420676', item: '1.2.752.129.2.1.2.1^5.207420676', patient: ['1.2.752.129.2.1.3.1^190210019816'],
  substituted: false, handedOverAt: '2012-09-19T00:00:00+02:00',
};
const REFERENCE: Facts = {
  quantity: '1 1', product: 'Alvedon | 500 mg | N02BE01', pack: '10 Tablet x 10 1', codes: ['1.2.752.129.2.1.5.1#19990712000085', '1.2.752.129.2.1.5.2#20030804000012'],
  prescribed: 'Alvedon', prescription: '1.2.752.129.2.1.99.1^RX-1001', item: '1.2.752.129.2.1.99.1^RX-1001-1', patient: ['1.2.752.129.2.1.3.1^191212121212'],
  substituted: true, handedOverAt: '2024-05-15T10:15:00+02:00',
};

suite('CDA-14 eDispensations of other countries (skipped without the conformance data)', () => {
  it.each<readonly [file: string, expected: Facts]>([
    [join(samples, 'ed-dk-CzRequest1.xml'), CZECH_1],
    [join(samples, 'ed-dk-CzRequest3.xml'), CZECH_3],
    [join(samples, 'ed-dk-PlRequest1.xml'), POLISH_1],
    [join(samples, 'ed-dk-dispensation1.xml'), BELGIAN_1],
    [join(samples, 'ed-dk-malta20250320dispensation.xml'), MALTESE],
    [join(samples, 'ed-openncp-cda-edisp.xml'), SWEDISH_PILOT],
    [join(messages, 'ed-CzRequest1.xml'), CZECH_1],
    [join(messages, 'ed-CzRequest3.xml'), CZECH_3],
    [join(messages, 'ed-PlRequest1.xml'), POLISH_1],
    [join(messages, 'ed-dispensation1.xml'), BELGIAN_1],
    [join(messages, 'ed-malta20250320.xml'), MALTESE],
    [join(messages, 'ed-openncp-cda-edisp.xml'), SWEDISH_PILOT],
    [join(samples, 'synthetic/se-ed-l3.xml'), REFERENCE],
    [join(samples, 'synthetic/se-ed-l3-no-substitution.xml'), { ...REFERENCE, substituted: false }],
  ])('%s', (file, expected) => {
    expect(facts(read(file))).toEqual(expected);
  });

  it.each([join(samples, 'ed-dk-dispensation_bad_1.xml'), join(messages, 'ed-dispensation_bad_1.xml')])('%s hands over -1 packages and is refused', (file) => {
    let raised: unknown;
    try { read(file); } catch (error) { raised = isNcpError(error) ? error.code : error; }
    expect(raised).toBe('NCP_CDA_QUANTITY');
  });

  it.each<readonly [file: string, check: (dispensation: Dispensation) => void]>([
    ['neg-ed-no-infulfillmentof.xml', ({ prescriptionId, prescriptionItemId }) => {
      expect(prescriptionId).toBeUndefined();
      expect(prescriptionItemId?.extension).toBe('RX-1001-1');
    }],
    ['neg-ed-no-prescription-item-ref.xml', ({ prescriptionId, prescriptionItemId, prescribedProduct }) => {
      expect(prescriptionId?.extension).toBe('RX-1001');
      expect([prescriptionItemId, prescribedProduct]).toEqual([undefined, undefined]);
    }],
    ['neg-ed-package-quantity-null.xml', ({ product }) => { expect(product.packLevels).toEqual([]); }],
  ])('%s is read for what it says', (file, check) => {
    check(read(join(samples, 'synthetic', file)));
  });

  it('every eDispensation of the data is one of those above', () => {
    const names = [...readdirSync(samples), ...readdirSync(messages), ...readdirSync(join(samples, 'synthetic'))].filter((name) => /(?:^|-)ed-.*\.xml$/.test(name));
    expect(names).toHaveLength(7 + 7 + 5);
  });

  it('survives the way to a discard and back', () => {
    const sent = readFileSync(join(samples, 'ed-dk-PlRequest1.xml'));
    const options = { zone: 'Europe/Warsaw' } as const;
    expect(decodeDispensation(restoreDiscard(toDiscard(sent)), options)).toEqual(decodeDispensation(sent, options));
  });
});

interface Verdict {
  readonly file: string;
  readonly kind: string;
  readonly xsd: { readonly valid: boolean; readonly messages: readonly string[] };
  readonly errors: readonly { readonly id: string; readonly location: string; readonly text: string }[];
  readonly warnings: readonly { readonly id: string; readonly text: string }[];
}

/** eDispensations that we write: from our own cases, and for every prescription of other countries that has its ids. */
const written = (): readonly (readonly [name: string, bytes: Uint8Array])[] => {
  const prescriptions: (readonly [string, Uint8Array])[] = CASES.map(({ name, input }) => [name, encodePrescription(prescriptionDocument(input))]);
  if (existsSync(samples)) {
    for (const file of readdirSync(samples).filter((name) => name.startsWith('ep-'))) prescriptions.push([file, readFileSync(join(samples, file))]);
  }
  const dispensations = prescriptions.flatMap(([name, bytes]): (readonly [string, Uint8Array])[] => {
    try {
      const { patient, prescriptionId, itemId, documentId, prescribed } = decodePrescription(bytes);
      if (prescriptionId === undefined || itemId === undefined) return [];
      return [[name, encodeDispensation(dispensationModel({
        patient, prescriptionId, itemId, prescriptionDocumentId: documentId, prescribed, dispensed: { ...amlodipine, lotNumber: 'A 1/7' }, substituted: true,
      }))]];
    } catch (error) {
      // A skeleton without a patient has nobody to dispense to.
      if (isNcpError(error) && error.code === 'NCP_CDA_STRUCTURE') return [];
      throw error;
    }
  });
  return [['fixture', dispensationBytes()], ...dispensations];
};

judged('CDA-13 every produced eDispensation is valid by schema and rules (skipped without the cda-check tool)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-ed-'));
  const documents = written();
  const verdicts = new Map<string, Verdict>();

  beforeAll(async () => {
    const files = documents.map(([, bytes], index) => {
      const file = join(folder, `${String(index)}.xml`);
      writeFileSync(file, bytes);
      return file;
    });
    // The judge leaves with 1 when a document fails; its report is what counts.
    const { stdout } = await promisify(execFile)(judge, ['--json', ...files], { maxBuffer: 64 * 1024 * 1024 })
      .catch((error: unknown) => error as { stdout: string });
    for (const verdict of (JSON.parse(stdout) as { readonly files: readonly Verdict[] }).files) {
      verdicts.set(verdict.file.slice(verdict.file.lastIndexOf('/') + 1), verdict);
    }
  }, 120_000);

  afterAll(() => { rmSync(folder, { recursive: true }); });

  it.each(documents.map(([name], index) => [name, index] as const))('for %s', (_name, index) => {
    const verdict = verdicts.get(`${String(index)}.xml`);
    expect(verdict?.kind).toBe('ed-l3');
    expect(verdict?.xsd.messages).toEqual([]);
    expect(verdict?.errors.map(({ id, location, text }) => ({ id, location, text }))).toEqual([]);
    expect(verdict?.warnings).toEqual([]);
    // CDA-01: a number is written as the source wrote it; that an exponent may be misread is ours to warn of.
    expect(checkDocument(documents[index]?.[1] ?? new Uint8Array()).filter(({ rule }) => rule !== 'se#plain-number')).toEqual([]);
  });
});
