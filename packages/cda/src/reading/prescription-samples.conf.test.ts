import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodePrescription } from '../index.js';

const repository = fileURLToPath(new URL('../../../..', import.meta.url));
const samples = join(process.env['NCP_CONFORMANCE_DIR'] ?? join(repository, '../shared/conformance'), 'cda-samples');
const suite = existsSync(samples) ? describe : describe.skip;

type Expected = readonly [product: string, pack: string, atc: string | undefined, packages: string | undefined, substitution: string | undefined, prescription: string];

const read = (file: string): Expected => {
  const { product, packages, substitution, prescriptionId, itemId } = decodePrescription(readFileSync(join(samples, file)));
  return [
    [product.name, product.strengthText].filter((part) => part !== undefined).join(', '),
    product.packLevels.map(({ value, unit }) => `${value} ${unit.text}`).join(' x '),
    product.atc?.code, packages?.value, substitution?.code,
    `${prescriptionId?.extension ?? ''} ${itemId?.extension ?? ''}`.trim(),
  ];
};

suite('CDA-14 ePrescriptions of waves 1 to 7 (skipped without the conformance data)', () => {
  it.each<readonly [file: string, expected: Expected]>([
    ['ep-openncp-1-1234-W1.xml', ['TRIVERAM, 20/10/5 mg', '400 1', 'C10BX11', '1', 'N', '2756 2756']],
    ['ep-openncp-1-1234-W2.xml', ['LANTUS, 100 U/ml', '10 mL', 'A10AE04', '5', 'N', '2752 2752']],
    ['ep-openncp-1-1234-W3.xml', ['LANTUS, 100 U/ml', '10 mL', 'A10AE04', '5', 'N', '2752 2752']],
    ['ep-openncp-1-1234-W7.xml', ['Lantus SoloStar', '3 mL x 5 1', undefined, '5', 'N', '3000.1 3000.1.1']],
    ['ep-openncp-1-3456-W6.xml', ['Canesten Cream', '1 1', undefined, '5', 'N', '3000.1 3000.1.1']],
    ['ep-openncp-1-5678-W2.xml', ['TRIVERAM, 20/10/5 mg', '400 1', 'C10BX11', '1', 'N', '2756 2756']],
    ['ep-openncp-1-5678-W3.xml', ['ATARVITON TAB 5MG/TAB BT X30(BLIST 3X10), 5MG/TAB', '30 1', 'N05BA01', '1', undefined, '']],
    ['ep-openncp-1-5678-W5.xml', ['ATARVITON TAB 5MG/TAB BT X30(BLIST 3X10), 5MG/TAB', '30 1', 'N05BA01', '1', undefined, '']],
    ['ep-openncp-1-5678-W7.xml', ['Lantus SoloStar', '3 mL x 5 1', undefined, '5', 'N', '3000.1 3000.1.1']],
    ['ep-openncp-1-5678.xml', ['TRIVERAM, 20/10/5 mg', '400 1', 'C10BX11', '1', 'N', '187 187']],
    ['ep-openncp-1-9999.xml', ['VARIVAX, 3 ml', '3 mL', undefined, '5', 'N', '2752 2752']],
    ['ep-openncp-1-BAD-MAPPING.xml', ['ATARVITON TAB 5MG/TAB BT X30(BLIST 3X10), 5MG/TAB', '30 1', 'N05BA01', '1', undefined, '']],
    ['ep-openncp-1-NO-PDF.xml', ['ATARVITON TAB 5MG/TAB BT X30(BLIST 3X10), 5MG/TAB', '30 1', 'N05BA01', '1', undefined, '']],
    ['ep-openncp-1-canesten-W7.xml', ['Canesten® Kombi 500 mg emätinpuikko + 10 mg/g emulsiovoide', '1 1', 'G01AF02', '5', 'N', '3000.1 3000.1.1']],
    ['ep-openncp-ePsample_stripped.xml', ['', '', undefined, undefined, undefined, '12345678']],
    ['ep-openncp-ep-test.xml', ['Brufen', '30 1', 'N02BE01', '3', 'G', '20130711135249113-3FE4A256 20130711135249113-3FE4A256/ITEM-1']],
  ])('%s', (file, expected) => {
    expect(read(file)).toEqual(expected);
  });
});
