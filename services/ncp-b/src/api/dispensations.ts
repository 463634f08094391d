import { z } from 'zod';
import { countryCode, documentKey, identifier, instant, peerMessage, text, typed, uuid } from './values.js';

const choice = {
  prescription: documentKey.describe('`key` of the prescription; it must have been read in this visit.'),
  article: z.string().regex(/^(\d{14}|\d{6})$/, 'an NPL pack id (14 digits) or a varunummer (6)').describe('The Swedish pack.'),
  packages: z.int().min(1).max(999),
  lotNumber: typed(40).optional(),
  acknowledged: z.array(z.string().regex(/^[a-z-]{1,40}$/)).max(40).optional()
    .describe('Ids of the checks of level `acknowledge` that the pharmacist has seen and answers for.'),
};

export const dispenseRequest = z.strictObject(choice).meta({ id: 'DispenseRequest' });

export const prepareRequest = z.strictObject({
  ...choice,
  late: z.boolean().optional().describe('Checks for recording a hand-over that already happened.'),
}).meta({ id: 'PrepareRequest' });

export const lateRequest = z.strictObject({
  ...choice,
  visit: uuid.describe('A confirmed visit in which the prescription was read.'),
  handedOverAt: instant,
  reason: typed(500),
}).meta({ id: 'LateRequest' });

export const reasonRequest = z.strictObject({ reason: typed(500) }).meta({ id: 'ReasonRequest' });

const product = z.strictObject({
  nplPackId: z.string(), varunummer: z.string().optional(), name: z.string(), strengthText: z.string(),
  packText: z.string().optional(), lotNumber: z.string().optional(), substituted: z.boolean(),
}).meta({ id: 'DispensedPack' });

const state = z.enum([
  'QUEUED', 'SENDING', 'PENDING', 'AWAITING_PROFESSIONAL', 'RECORDED', 'REFUSED', 'OPERATOR',
  'DISCARD_QUEUED', 'DISCARD_SENDING', 'DISCARD_PENDING', 'DISCARD_AWAITING_PROFESSIONAL', 'DISCARD_OPERATOR', 'DISCARDED', 'DISCARD_REFUSED',
]);

const answer = z.strictObject({
  at: instant, status: z.enum(['Success', 'Failure', 'none']), errors: z.array(peerMessage),
}).meta({ id: 'DispensationAnswer', description: 'The last answer of the other country.' });

export const dispensation = z.strictObject({
  id: uuid,
  exchange: uuid,
  version: z.int().describe('Grows with every change.'),
  state,
  counter: z.enum(['recorded', 'waiting', 'not-recorded', 'taken-back']).describe('What the counter shows.'),
  handOver: z.enum(['yes', 'no', 'already']),
  text, nextStep: text,
  since: instant,
  settled: z.boolean().describe('Nothing more happens by itself.'),
  nextAttemptAt: instant.optional(),
  answer: answer.optional(),
  late: z.boolean(),
  lateReason: z.string().optional(),
  country: countryCode,
  packages: z.string(),
  product,
  documentId: identifier, prescriptionId: identifier,
  confirmedAt: instant, handedOverAt: instant, recordedAt: instant.optional(),
  discardableUntil: instant.optional().describe('Until then it may be taken back; absent when it may not.'),
  discard: z.strictObject({ askedAt: instant, reason: z.string() }).optional(),
}).meta({ id: 'Dispensation' });

export const dispensationQuery = z.strictObject({
  limit: z.string().regex(/^([1-9]\d?|1\d\d|200)$/, '1 to 200').optional(),
});

export const dispensationList = z.strictObject({ dispensations: z.array(dispensation) }).meta({ id: 'DispensationList' });

export const prepared = z.strictObject({
  ready: z.boolean().describe('Confirming the same would be accepted.'),
  checks: z.array(z.strictObject({
    id: z.string(), level: z.enum(['refuse', 'acknowledge', 'note']), code: z.string(), text, acknowledged: z.boolean(),
  }).meta({ id: 'Check' })),
  packages: z.int(),
  product: product.optional(),
}).meta({ id: 'Prepared', description: 'The checks before confirming; nothing has happened.' });
