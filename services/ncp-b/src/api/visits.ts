import { z } from 'zod';
import { countryCode, documentKey, identifier, instant, text, typed, uuid } from './values.js';

export const openVisitRequest = z.strictObject({
  country: countryCode,
  purpose: z.enum(['TREATMENT', 'EMERGENCY']).default('TREATMENT'),
}).meta({ id: 'OpenVisitRequest' });

/** At most as many fields as any mask has; each value is checked against the mask, the field and its rule are named. */
const fields = z.record(z.string().max(64), z.string().max(200)).refine((value) => Object.keys(value).length <= 32, 'at most 32 fields');

export const identifyRequest = z.strictObject({
  traits: fields.describe('By the keys of the country\'s patient mask.'),
}).meta({ id: 'IdentifyRequest' });

export const listRequest = z.strictObject({
  documentFields: fields.optional().describe('By the keys of the country\'s document mask: prescription id, PIN.'),
}).meta({ id: 'ListRequest' });

export const confirmRequest = z.strictObject({
  candidate: z.int().min(0).max(99).describe('`index` of the chosen candidate.'),
  idDocumentShown: z.literal(true),
  patientInformed: z.literal(true),
  difference: typed(500).optional().describe('In words, required where what came back differs from what was sent.'),
}).meta({ id: 'ConfirmRequest' });

const sentField = z.strictObject({ key: z.string(), label: text, value: z.string() }).meta({ id: 'SentField' });

const comparison = z.strictObject({
  key: z.string(), label: text, sent: z.string().optional(), received: z.string().optional(),
  outcome: z.enum(['same', 'differs', 'not-sent', 'not-received']),
}).meta({ id: 'Comparison', description: 'One line of the person: what was typed beside what came back.' });

const person = {
  ids: z.array(identifier), family: z.string().optional(), given: z.string().optional(),
  gender: z.string().optional(), birthDate: z.string().optional(),
  address: z.strictObject({ street: z.string().optional(), city: z.string().optional(), postalCode: z.string().optional(), country: z.string().optional() }).optional(),
};

const candidate = z.strictObject({
  index: z.int(), ...person,
  comparison: z.array(comparison),
  differs: z.boolean().describe('Something that was sent came back otherwise: confirming takes `difference`.'),
}).meta({ id: 'Candidate' });

export const visit = z.strictObject({
  id: uuid,
  state: z.enum(['OPEN', 'IDENTIFIED', 'CONFIRMED', 'CLOSED']),
  country: countryCode,
  purpose: z.enum(['TREATMENT', 'EMERGENCY']),
  professional: z.strictObject({ name: z.string(), professionCode: z.string(), gln: z.string(), organisation: z.string() }),
  openedAt: instant,
  expiresAt: instant,
  sent: z.array(sentField).optional(),
  candidates: z.array(candidate).optional(),
  confirmed: z.strictObject({ index: z.int(), at: instant, difference: z.string().optional() }).optional(),
  documents: z.array(z.strictObject({
    key: documentKey, kind: z.enum(['ePrescription', 'patientSummary']), forms: z.array(z.enum(['structured', 'pdf'])),
  })).optional(),
}).meta({ id: 'Visit' });

export const identified = z.strictObject({
  exchange: uuid, state: z.literal('IDENTIFIED'), sent: z.array(sentField), candidates: z.array(candidate),
}).meta({ id: 'Identified', description: 'What was sent and what came back, side by side.' });
