import type { InstanceIdentifier } from '@ncp/domain';
import type { AbroadCountry } from '../countries.js';
import { clinicalDocument, header } from './header.js';
import { TEMPLATE } from './markup.js';
import type { AbroadPatient, Code } from './plan.js';
import { AMLODIPINE, ENALAPRIL, OMEPRAZOLE, SIMVASTATIN } from './sample-products.js';
import { allergy, device, type Entry, medication, noKnownAllergyBySnomed, problem, section, type SummaryStyle, surgery } from './summary-entries.js';

export interface SummaryFacts {
  readonly country: AbroadCountry;
  readonly patient: AbroadPatient;
  readonly kind: 'clean' | 'many-errors';
  readonly ids: { readonly level3: InstanceIdentifier; readonly level1: InstanceIdentifier };
  readonly at: Date;
}

const SECTIONS = {
  medication: { roots: [`${TEMPLATE}2.3`, '2.16.840.1.113883.10.20.1.8'], code: { code: '10160-0', display: 'History of Medication use Narrative' }, title: 'Medication Summary' },
  allergies: { roots: [`${TEMPLATE}2.12`], code: { code: '48765-2', display: 'Allergies and adverse reactions Document' }, title: 'Allergies and Intolerances' },
  surgeries: { roots: [`${TEMPLATE}2.11`], code: { code: '47519-4', display: 'History of Procedures Document' }, title: 'List of Surgeries' },
  problems: { roots: [`${TEMPLATE}2.9`, '2.16.840.1.113883.10.20.1.11'], code: { code: '11450-4', display: 'Problem list - Reported' }, title: 'Active Problems' },
  past: { roots: [`${TEMPLATE}2.10`], code: { code: '11348-0', display: 'History of Past illness Narrative' }, title: 'History of Past Illness' },
  devices: { roots: [`${TEMPLATE}2.4`, '2.16.840.1.113883.10.20.1.7'], code: { code: '46264-8', display: 'History of medical device use' }, title: 'Medical Devices' },
} as const;

const NO_DEVICES: Code = { code: 'no-known-devices', display: 'No known devices in use' };
const NO_PROCEDURES: Code = { code: 'no-known-procedures', display: 'No known procedures' };

/** A section without entries is left out: only the optional ones may be. */
type Content = Readonly<Record<keyof typeof SECTIONS, readonly Entry[]>>;

const clean = (style: SummaryStyle): Content => ({
  medication: [medication(style, { anchor: 'med1', text: 'Amlodipiini Esimerkki 5 mg, 1 tabletti aamuisin' }, AMLODIPINE)],
  allergies: [allergy(style, { anchor: 'alg1', text: 'Yliherkkyys fenoksimetyylipenisilliinille' }, { code: 'J01CE02', display: 'phenoxymethylpenicillin' })],
  surgeries: [surgery(style, { anchor: 'pro1', text: 'Umpilisäkkeen poisto' }, { code: '80146002', display: 'Appendectomy' }, 'snomed')],
  problems: [problem(style, { anchor: 'prb1', text: 'Verenpainetauti' }, { code: 'I10', display: 'Essential (primary) hypertension' })],
  past: [],
  devices: [device(style, { anchor: 'dev1', text: 'Ei tiedossa olevia laitteita' }, NO_DEVICES)],
});

const PAST: readonly (readonly [code: string, text: string])[] = [
  ['J18', 'Lungebetændelse'], ['K35', 'Akut blindtarmsbetændelse'], ['N39', 'Urinvejsinfektion'], ['S52', 'Brud på underarm'], ['B01', 'Skoldkopper'], ['J03', 'Halsbetændelse'],
  ['H66', 'Mellemørebetændelse'], ['L20', 'Atopisk eksem'], ['K29', 'Mavekatar'], ['F32', 'Depression'], ['G43', 'Migræne'],
];

/** Forty rule errors: no code has a display name, and products are encoded as in W3. */
const manyErrors = (style: SummaryStyle): Content => ({
  medication: [
    medication(style, { anchor: 'med1', text: 'Simvastatin Eksempel 40 mg, 1 tablet til natten' }, SIMVASTATIN),
    medication(style, { anchor: 'med2', text: 'Enalapril Eksempel 20 mg, 1 tablet daglig' }, ENALAPRIL),
    medication(style, { anchor: 'med3', text: 'Omeprazol Eksempel 20 mg, 1 kapsel daglig' }, OMEPRAZOLE),
  ],
  allergies: [noKnownAllergyBySnomed(style, { anchor: 'alg1', text: 'Ingen kendt allergi' })],
  surgeries: [surgery(style, { anchor: 'pro1', text: 'Ingen kendte indgreb' }, NO_PROCEDURES, 'absence')],
  problems: [
    problem(style, { anchor: 'prb1', text: 'Forhøjet blodtryk' }, { code: 'I10', display: '' }),
    problem(style, { anchor: 'prb2', text: 'Type 2-diabetes' }, { code: 'E11', display: '' }),
    problem(style, { anchor: 'prb3', text: 'Astma' }, { code: 'J45', display: '' }),
    problem(style, { anchor: 'prb4', text: 'Lændesmerter' }, { code: 'M54', display: '' }),
  ],
  past: PAST.map(([code, text], index) => problem(style, { anchor: `pst${String(index + 1)}`, text }, { code, display: '' })),
  devices: [device(style, { anchor: 'dev1', text: 'Ingen kendte hjælpemidler' }, NO_DEVICES)],
});

/** The patient summary (cda-documents 7). */
export function summaryLevel3({ country, patient, kind, ids, at }: SummaryFacts): string {
  const style: SummaryStyle = { country, root: `${ids.level3.root}.9`, at, bare: kind === 'many-errors' };
  const content = kind === 'clean' ? clean(style) : manyErrors(style);
  const body = (Object.keys(SECTIONS) as (keyof typeof SECTIONS)[]).filter((name) => content[name].length > 0)
    .map((name) => section(style, SECTIONS[name], content[name])).join('');
  return clinicalDocument(
    header({ country, patient, template: '1.3', id: ids.level3, parent: ids.level1, code: { code: '60591-5', display: 'Patient summary Document' }, title: 'Patient Summary', at, summary: true })
    + `<component><structuredBody classCode="DOCBODY">${body}</structuredBody></component>`,
    kind === 'clean' ? undefined : 'xmlns:epsos="urn:epsos-org:ep:medication"',
  );
}

export const summaryLevel1 = ({ country, patient, ids, at }: SummaryFacts, pdf: Uint8Array): string => clinicalDocument(
  header({ country, patient, template: '1.7', id: ids.level1, parent: ids.level3, code: { code: '60591-5', display: 'Patient summary Document' }, title: 'Patient Summary', at, summary: true })
  + `<component><nonXMLBody classCode="DOCBODY" moodCode="EVN"><text mediaType="application/pdf" representation="B64">${Buffer.from(pdf).toString('base64')}</text></nonXMLBody></component>`);
