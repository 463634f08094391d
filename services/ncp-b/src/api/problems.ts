import { z } from 'zod';
import { countryCode, instant, text, uuid } from './values.js';

const field = z.strictObject({
  field: z.string().describe('Path of the member, or key of the mask field.'), rule: z.string(), text,
}).meta({ id: 'WrongField' });

/** Every refusal. Never what was sent, never a stack (decisions UC-B1 to UC-B7). */
export const problem = z.strictObject({
  status: z.int(),
  code: z.string().describe('Stable: NCP_... ; each is explained at /api/v1/errors.'),
  text, hint: text,
  exchange: uuid.describe('Give it to operations.'),
  theirs: z.boolean().describe('The fault, or the decision, is the other country\'s.'),
  retryable: z.boolean(),
  detail: z.string().optional().describe('Which check fell, which state is required: a word of the table in the documentation.'),
  fields: z.array(field).optional(),
  checks: z.array(z.string()).optional().describe('Ids of the checks that refuse a dispensation, or must be acknowledged.'),
  dispensation: uuid.optional().describe('The dispensation that the idempotency key belongs to.'),
  country: countryCode.optional(),
  since: instant.optional().describe('Down, or off, since then.'),
  reason: text.optional().describe('Why the country is off.'),
  theirCode: z.string().optional(), theirText: z.string().optional(),
}).meta({ id: 'Problem' });

export const errorList = z.strictObject({
  errors: z.array(z.strictObject({
    code: z.string(), status: z.int(), theirs: z.boolean(), retryable: z.boolean(), severity: z.enum(['error', 'warning']), text, hint: text,
  })),
}).meta({ id: 'ErrorList' });

/** Long work that goes on behind a `202` (`Prefer: respond-async`). */
export const operation = z.strictObject({
  id: uuid,
  kind: z.enum(['identify', 'list-prescriptions', 'retrieve-prescription', 'list-summaries', 'retrieve-summary']),
  state: z.enum(['running', 'done', 'failed']),
  visit: uuid,
  startedAt: instant,
  endedAt: instant.optional(),
  result: z.unknown().optional().describe('When done: the answer that the request would have had without `Prefer`.'),
  problem: problem.optional().describe('When failed.'),
}).meta({ id: 'Operation' });
