import { decodePrescription, documentFacts, type DocumentFact, type ForeignPrescription } from '@ncp/cda';
import type { BilingualText, ReadDocument, ReadLine, ReadSection } from '@ncp/domain';
import { parseXml, type XmlElement } from '@ncp/xml';
import { dosageSentence } from './dosage-sentence.js';
import { documentFindings, gapFindings } from './findings.js';
import { labelOf } from './labels.js';
import { packContent } from './pack-content.js';
import { prescriptionPlace, type PrescriptionSection } from './prescription-place.js';
import { administrativeSection, headerSection, partsNamed, ReadingLines } from './reading-lines.js';
import type { ReadingContext, ReadingGap } from './reading-context.js';

export interface ReadPrescription {
  readonly prescription: ForeignPrescription;
  readonly read: ReadDocument;
  /** For the terminology report. */
  readonly gaps: readonly ReadingGap[];
}

const SECTIONS: Readonly<Record<Exclude<PrescriptionSection, 'administrative'>, BilingualText>> = {
  product: { sv: 'Läkemedel', en: 'Medicinal product' },
  dosage: { sv: 'Dosering', en: 'Dosage' },
  instructions: { sv: 'Anvisningar', en: 'Instructions' },
  prescription: { sv: 'Recept', en: 'Prescription' },
  prescriber: { sv: 'Förskrivare', en: 'Prescriber' },
};

/** Facts that mean more in a prescription than elsewhere. */
const LINE_LABELS: Readonly<Record<string, BilingualText>> = {
  'prescription.id': { sv: 'Receptets id', en: 'Prescription id' },
  'prescription.item-id': { sv: 'Receptpostens id', en: 'Id of the item' },
  'prescription.status': { sv: 'Receptets status', en: 'Status of the prescription' },
  'prescription.text': { sv: 'Receptets text', en: 'Text of the prescription' },
  'prescription.last-dispensing-day': { sv: 'Sista dag för expediering (landets regel)', en: 'Last day of dispensing (rule of the country)' },
};
const NO_SENTENCE = {
  sv: 'Koderna räcker inte till en dosering i klartext. Läs anvisningen och originaltexten.',
  en: 'The codes do not make a dosage in words. Read the instruction and the original text.',
};

/** What a pharmacist looks for: told as missing where the document does not have the element at all. */
const EXPECTED: readonly (readonly [section: keyof typeof SECTIONS, key: string, labelKey: string])[] = [
  ['product', 'product.name', 'product.name'],
  ['product', 'product.strength', 'product.strength'],
  ['product', 'product.form', 'product.form'],
  ['product', 'product.kind.code', 'product.kind.code'],
  ['product', 'product.package.quantity', 'package.quantity'],
  ['dosage', 'dosage.dose', 'dose'],
  ['dosage', 'dosage.route', 'route'],
];

const NOTHING = { sv: 'Uppgift saknas', en: 'Not stated' };

const withExpected = (section: keyof typeof SECTIONS, lines: readonly ReadLine[]): readonly ReadLine[] => [
  ...lines,
  ...EXPECTED.filter(([where, key]) => where === section && !lines.some((line) => line.key === key)).map(([, key, labelKey]): ReadLine =>
    ({ key, label: labelOf(key === 'prescription.packages' ? 'supply' : 'medication', labelKey), ...NOTHING, mark: 'missing' })),
];

const generated = (key: string, label: BilingualText, text: BilingualText | undefined): readonly ReadLine[] =>
  text === undefined ? [] : [{ key, label, sv: text.sv, en: text.en, mark: 'as-written', generated: true }];

const generatedLines = (prescription: ForeignPrescription, section: keyof typeof SECTIONS, context: { readonly catalogue: ReadingContext['catalogue']; readonly highIsLastDay: boolean }): readonly ReadLine[] => {
  if (section === 'product') {
    return generated('product.pack-content', { sv: 'Förpackningens innehåll', en: 'Content of one package' }, packContent(prescription.product.packLevels, context.catalogue));
  }
  if (section !== 'dosage') return [];
  const label = { sv: 'Dosering ur koderna', en: 'Dosage from the codes' };
  const sentence = dosageSentence(prescription, context);
  if (sentence !== undefined) return generated('dosage.sentence', label, sentence);
  return [{ key: 'dosage.sentence', label, ...NO_SENTENCE, mark: 'missing', generated: true }];
};

/**
 * UC-B3: an ePrescription of level 3 as a Swedish pharmacist sees it. Swedish beside the original, line by line; the dose
 * as it was written; what was made from codes is marked as generated. Nothing of the source is left out: what is of no use
 * for dispensing is in the section `administrative`.
 * @throws NcpError NCP_XML_*, NCP_CDA_KIND, NCP_CDA_STRUCTURE, NCP_CDA_PATIENT, NCP_CDA_ITEMS
 */
export const readPrescription = (document: Uint8Array | XmlElement, context: ReadingContext): ReadPrescription => {
  const root = document instanceof Uint8Array ? parseXml(document) : document;
  const { profile, catalogue } = context;
  const prescription = decodePrescription(root, { zone: profile.zone });
  const facts = documentFacts(root, { zone: profile.zone });
  const lines = new ReadingLines(context);
  const highIsLastDay = profile.quirks.includes('ivl-high-is-last-dispensing-day');
  const { language, documentId, title } = prescription;

  const placed = new Map<PrescriptionSection, ReadLine[]>();
  const structural: DocumentFact[] = [];
  for (const section of facts.sections) {
    for (const fact of [...section.facts, ...section.entries.flatMap((entry) => entry.facts)]) {
      const place = prescriptionPlace(fact, highIsLastDay);
      if (place.section === 'administrative') {
        structural.push(fact);
        continue;
      }
      const line = lines.line(fact, place.key, section.language ?? language);
      const label = LINE_LABELS[place.key] ?? line.label;
      const there = placed.get(place.section) ?? [];
      there.push({ ...line, label });
      placed.set(place.section, there);
    }
  }
  // The prescriber of the item, where it has one, goes before the author of the document (cda-documents 3).
  const [author, ...otherAuthors] = partsNamed(facts.header, 'author');
  const authorSection = author === undefined ? undefined : headerSection('prescriber', SECTIONS.prescriber, [author], lines, language);
  const body = (Object.keys(SECTIONS) as (keyof typeof SECTIONS)[]).map((key): ReadSection => ({
    key, label: SECTIONS[key], entries: [], narrative: [],
    lines: [
      ...generatedLines(prescription, key, { catalogue, highIsLastDay }),
      ...withExpected(key, [...(placed.get(key) ?? []), ...(key === 'prescriber' ? (authorSection?.lines ?? []) : [])]),
    ],
  }));
  const narrative: ReadSection = {
    key: 'narrative', label: { sv: 'Originaltext', en: 'Original text' }, lines: [], entries: [],
    narrative: facts.sections.flatMap((section) => section.narrative),
  };
  const patient = headerSection('patient', { sv: 'Patient', en: 'Patient' }, partsNamed(facts.header, 'recordTarget'), lines, language);
  const rest = facts.header.filter((part) => part !== author && !part.key.startsWith('recordTarget') && (!part.key.startsWith('author') || otherAuthors.includes(part)));
  const administrative = administrativeSection(rest, structural, lines, language);
  return {
    prescription, gaps: lines.gaps,
    read: {
      kind: 'ePrescription', documentId,
      ...(language === undefined ? {} : { language }), ...(title === undefined ? {} : { title }),
      sections: [...body, narrative, patient, administrative],
      findings: [...documentFindings(root, [...prescription.findings, ...facts.findings]), ...gapFindings(lines.gaps)],
      census: lines.census,
    },
  };
};
