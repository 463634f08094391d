import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { encodePrescription, prescriptionDocument, type CdaConfig, type PdfFont, type PrescriptionInput } from '@ncp/cda';
import { calendarDate, decimal, instant, LOCAL_DOCUMENT_ROOTS, LOCAL_WORKPLACE_ROOT, type Article, type Dosage, type Patient, type PersonalNumber } from '@ncp/domain';
import { loadCatalogue, SAMPLE_ARTICLES, STARTER_RELEASE } from '@ncp/terminology';
import { ROOT } from '../../layout.js';

/** Prescriptions for the bench, authored; each number is another one, so that nothing can be remembered from the one before. */

const catalogue = loadCatalogue(STARTER_RELEASE);

const config: CdaConfig = {
  roots: LOCAL_DOCUMENT_ROOTS, workplaceRoot: LOCAL_WORKPLACE_ROOT, offerLevel1: true, dataSource: 'Nationella läkemedelslistan (testdata)',
  custodian: { id: { root: '2.5.4.97', extension: 'SE2021006552' }, name: 'Testmyndigheten för e-hälsa', address: { country: 'SE' } },
};

const patient: Patient = {
  nationalId: 'p-1', personalNumber: '199008202385' as PersonalNumber, given: ['Alma', 'Maria'], family: 'Testdotter', gender: 'F', birthDate: calendarDate('1990-08-20'),
  active: true, deceased: false, emigrated: false, protectedIdentity: false,
};

const articleAt = (number: number): Article => {
  const plain = SAMPLE_ARTICLES.filter(({ formText }) => formText === 'tablett');
  const article = plain[number % plain.length];
  if (article === undefined) throw new TypeError('no sample article');
  return article;
};

const FILLER = ' Ta tabletten med ett glas vatten och gärna till frukost.';

const dosageOf = (text: string): Dosage => ({
  text,
  steps: [{
    sequence: 1, kind: 'frequency', frequency: 1, period: decimal('1'), periodUnit: 'd', dose: { value: decimal('1'), unit: { text: 'tablett', code: '{tablett}' } },
    when: [], timeOfDay: [], dayOfWeek: [], asNeeded: false, observandum: false,
  }],
});

/** @param filler how often a sentence is added to the dosage, for documents of a certain size */
export const samplePrescription = (number: number, filler = 0): PrescriptionInput => {
  const article = articleAt(number);
  return {
    patient, article, catalogue, config,
    offer: {
      packages: 1,
      prescription: {
        id: `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`, versionId: '1', lastUpdated: instant('2026-03-02T09:15:02+01:00'), patientNationalId: 'p-1',
        status: 'active', format: 'electronic', article: { nplId: article.nplId, nplPackId: article.nplPackId, text: article.name },
        prescriber: {
          given: ['Lena'], family: 'Läkarsson', prescriberCode: '9000027', hsaId: 'SE2321000016-TEST1', profession: { code: 'LK', display: 'Läkare' }, phone: '0480-12 34 56',
          workplace: { code: '4000000000001', name: 'Testvårdcentralen', street: 'Testgatan 1', city: 'Kalmar', postalCode: '392 32' },
        },
        authoredOn: instant('2026-03-02T09:14:58+01:00'), dosage: dosageOf(`1 tablett på morgonen.${FILLER.repeat(filler)}`), dosePackaging: false, dispensesAllowed: 1,
        packagesPerDispense: 1, validity: { start: calendarDate('2026-03-02'), end: calendarDate('2027-03-02') }, remainingDispenses: 1, substitutionAllowed: true,
        blocked: false, lockedByPharmacy: false, notUnderstood: [],
      },
    },
  };
};

const MOST_FILLER = 2000;

/** An own ePrescription of at least so many bytes. */
export function grownPrescription(bytes: number): Uint8Array {
  for (let filler = 0; filler < MOST_FILLER; filler += 5) {
    const document = encodePrescription(prescriptionDocument(samplePrescription(0, filler)));
    if (document.length >= bytes) return document;
  }
  throw new TypeError('the sample does not grow');
}

/** The fonts that country A puts into a PDF. */
export function sampleFonts(): PdfFont {
  const at = createRequire(join(ROOT, 'services', 'ncp-a', 'package.json'));
  const font = (name: string): Uint8Array => new Uint8Array(readFileSync(at.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)));
  return { regular: font('DejaVuSans'), bold: font('DejaVuSans-Bold') };
}
