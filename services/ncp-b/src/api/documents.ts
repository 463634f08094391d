import { z } from 'zod';
import { dispensation } from './dispensations.js';
import { coded, documentKey, identifier, peerMessage, text, uuid } from './values.js';

export const dispensable = z.strictObject({
  answer: z.enum(['yes', 'no', 'ask']),
  reasons: z.array(z.strictObject({ code: z.string(), text })),
}).meta({ id: 'Dispensable', description: 'May it be dispensed, or why not. `ask`: a person must look at the reasons.' });

const forms = z.array(z.enum(['structured', 'pdf']));

const listed = {
  key: documentKey, title: z.string().optional(), description: z.string().optional(),
  createdAt: z.string().optional().describe('As the other country wrote it.'),
  language: z.string().optional(), author: z.string().optional(), forms,
};

const listedPrescription = z.strictObject({
  ...listed,
  dispensable,
  facts: z.array(z.strictObject({ code: z.string(), codingScheme: z.string().optional(), name: z.string().optional(), sv: z.string().optional() }))
    .describe('What the list says before the document is fetched: ATC, form, strength, substitution; `name` is theirs, `sv` the Swedish designation of the code.'),
}).meta({ id: 'ListedPrescription' });

const listing = {
  exchange: uuid,
  none: z.boolean().describe('The other country says that nothing is registered.'),
  unreadable: z.int().describe('Entries that cannot be fetched.'),
  warnings: z.array(peerMessage),
};

export const prescriptionList = z.strictObject({
  ...listing,
  prescriptions: z.array(listedPrescription).describe('Dispensable first.'),
  unacknowledged: z.array(dispensation).describe('Our dispensations for this patient that the country has not acknowledged.'),
}).meta({ id: 'PrescriptionList' });

export const summaryList = z.strictObject({
  ...listing, summaries: z.array(z.strictObject(listed).meta({ id: 'ListedSummary' })),
}).meta({ id: 'SummaryList' });

const mark = z.enum(['translated', 'mapped', 'untranslated', 'missing', 'as-written']);

const readLine = z.strictObject({
  key: z.string(), label: text,
  original: z.strictObject({ text: z.string(), language: z.string().optional() }).optional(),
  sv: z.string().optional(), en: z.string().optional(),
  code: coded.optional(), translations: z.array(coded).optional(),
  mark,
  generated: z.literal(true).optional().describe('Made by us from the coded parts.'),
  at: z.string().optional().describe('XPath of the element it was read from.'),
}).meta({ id: 'ReadLine', description: 'One fact: Swedish beside the original, and how it came to Swedish.' });

const readSection = z.strictObject({
  key: z.string(), label: text, lines: z.array(readLine),
  entries: z.array(z.strictObject({ key: z.string(), lines: z.array(readLine) })),
  narrative: z.array(z.string()),
}).meta({ id: 'ReadSection' });

const finding = z.strictObject({
  code: z.string(), severity: z.enum(['error', 'warning', 'information']), at: z.string().optional(), rule: z.string().optional(),
  class: z.enum(['structure', 'rule', 'reading', 'translation']), text,
}).meta({ id: 'Finding' });

export const readDocument = z.strictObject({
  kind: z.enum(['ePrescription', 'patientSummary']),
  documentId: identifier, language: z.string().optional(), title: z.string().optional(),
  sections: z.array(readSection), findings: z.array(finding),
  census: z.strictObject({ coded: z.int(), translated: z.int(), mapped: z.int(), untranslated: z.int(), missing: z.int() }),
}).meta({ id: 'ReadDocument' });

const opened = {
  exchange: uuid, key: documentKey, forms, warnings: z.array(peerMessage),
  version: z.string().describe('SHA-256 of the document, hex: what was read is what is dispensed.'),
  document: readDocument,
};

export const prescription = z.strictObject({
  ...opened,
  dispensable,
  prescriptionId: identifier.optional(), itemId: identifier.optional(),
  substitutionAllowed: z.boolean(),
  packages: z.strictObject({ value: z.string(), unit: z.string().optional() }).optional(),
}).meta({ id: 'Prescription' });

export const summary = z.strictObject(opened).meta({ id: 'Summary' });
