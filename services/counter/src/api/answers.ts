import { z } from 'zod';

/**
 * What the counter reads of the answers of ncp-b. Members that it does not know are ignored, so that the API may grow; a member
 * that it needs and does not find is a fault, never a blank on the screen.
 */
const text = z.object({ sv: z.string(), en: z.string() });
const identifier = z.object({ root: z.string(), extension: z.string().optional() });
const peerMessage = z.object({ code: z.string(), severity: z.enum(['error', 'warning']), text: z.string().optional() });
const callState = z.enum(['unknown', 'answering', 'slow', 'down']);
const call = z.object({ state: callState, since: z.string().optional(), medianMs: z.number().optional() });

export const country = z.object({
  code: z.string(), name: text, services: z.array(z.string()), state: z.enum([...callState.options, 'off']),
  since: z.string().optional(), reason: text.optional(),
  calls: z.object({ identify: call, query: call, retrieve: call, submit: call }),
});
export const countryList = z.object({ countries: z.array(country) });

const maskField = z.object({
  key: z.string(), kind: z.string(), label: text, hint: text.optional(), format: z.string().optional(), mandatory: z.boolean(),
});
export const mask = z.object({
  country: z.string(), patient: z.array(maskField), document: z.array(maskField),
  notice: z.object({ sv: z.string(), en: z.string(), url: z.string().optional() }),
});

export const visit = z.object({ id: z.uuid(), state: z.string(), country: z.string(), expiresAt: z.string(), professional: z.object({ organisation: z.string() }) });

const comparison = z.object({
  key: z.string(), label: text, sent: z.string().optional(), received: z.string().optional(), outcome: z.enum(['same', 'differs', 'not-sent', 'not-received']),
});
const candidate = z.object({
  index: z.number(), family: z.string().optional(), given: z.string().optional(), birthDate: z.string().optional(),
  ids: z.array(identifier), comparison: z.array(comparison), differs: z.boolean(),
});
export const identified = z.object({ exchange: z.string(), candidates: z.array(candidate) });

const pack = z.object({
  nplPackId: z.string(), varunummer: z.string().optional(), name: z.string(), strengthText: z.string(), packText: z.string().optional(),
  lotNumber: z.string().optional(), substituted: z.boolean(),
});
export const dispensation = z.object({
  id: z.uuid(), exchange: z.string(), version: z.number(), state: z.string(), counter: z.enum(['recorded', 'waiting', 'not-recorded', 'taken-back']),
  handOver: z.enum(['yes', 'no', 'already']), text, nextStep: text, since: z.string(), settled: z.boolean(), nextAttemptAt: z.string().optional(),
  answer: z.object({ at: z.string(), status: z.enum(['Success', 'Failure', 'none']), errors: z.array(peerMessage) }).optional(),
  late: z.boolean(), lateReason: z.string().optional(), country: z.string(), packages: z.string(), product: pack, documentId: identifier, prescriptionId: identifier,
  confirmedAt: z.string(), handedOverAt: z.string(), recordedAt: z.string().optional(), discardableUntil: z.string().optional(),
  discard: z.object({ askedAt: z.string(), reason: z.string() }).optional(),
});
export const dispensationList = z.object({ dispensations: z.array(dispensation) });

const dispensable = z.object({ answer: z.enum(['yes', 'no', 'ask']), reasons: z.array(z.object({ code: z.string(), text })) });
const listed = z.object({
  key: z.string(), title: z.string().optional(), description: z.string().optional(), createdAt: z.string().optional(), author: z.string().optional(),
  language: z.string().optional(), forms: z.array(z.string()), dispensable,
  facts: z.array(z.object({ code: z.string(), codingScheme: z.string().optional(), name: z.string().optional(), sv: z.string().optional() })),
});
export const prescriptionList = z.object({
  exchange: z.string(), none: z.boolean(), unreadable: z.number(), warnings: z.array(peerMessage), prescriptions: z.array(listed), unacknowledged: z.array(dispensation),
});

const readLine = z.object({
  key: z.string(), label: text, original: z.object({ text: z.string(), language: z.string().optional() }).optional(), sv: z.string().optional(), en: z.string().optional(),
  mark: z.enum(['translated', 'mapped', 'untranslated', 'missing', 'as-written']), generated: z.literal(true).optional(),
});
const readSection = z.object({
  key: z.string(), label: text, lines: z.array(readLine), entries: z.array(z.object({ key: z.string(), lines: z.array(readLine) })), narrative: z.array(z.string()),
});
const finding = z.object({
  code: z.string(), severity: z.enum(['error', 'warning', 'information']), rule: z.string().optional(), class: z.string(), text,
});
export const prescription = z.object({
  exchange: z.string(), key: z.string(), forms: z.array(z.string()), warnings: z.array(peerMessage), version: z.string(), dispensable,
  document: z.object({
    language: z.string().optional(), title: z.string().optional(), sections: z.array(readSection), findings: z.array(finding),
    census: z.object({ coded: z.number(), translated: z.number(), mapped: z.number(), untranslated: z.number(), missing: z.number() }),
  }),
  substitutionAllowed: z.boolean(), packages: z.object({ value: z.string(), unit: z.string().optional() }).optional(),
});

const article = z.object({
  nplPackId: z.string(), varunummer: z.string().optional(), name: z.string(), formText: z.string(), strengthText: z.string(),
  packText: z.string().optional(), manufacturer: z.string().optional(), controlled: z.boolean(),
});
export const suggestionList = z.object({
  notice: text, suggestions: z.array(z.object({ article, tier: z.enum(['same', 'same-other-size', 'other-strength']), packs: z.string().optional(), arithmetic: text })),
});
export const productList = z.object({ products: z.array(article) });

export const prepared = z.object({
  ready: z.boolean(), product: pack.optional(),
  checks: z.array(z.object({ id: z.string(), level: z.enum(['refuse', 'acknowledge', 'note']), text, acknowledged: z.boolean() })),
});

export const problem = z.object({
  status: z.number(), code: z.string(), text, hint: text, exchange: z.string(), theirs: z.boolean(), retryable: z.boolean(), detail: z.string().optional(),
  fields: z.array(z.object({ field: z.string(), rule: z.string(), text })).optional(), since: z.string().optional(), reason: text.optional(),
  dispensation: z.string().optional(), theirCode: z.string().optional(), theirText: z.string().optional(),
});

export type Text = z.infer<typeof text>;
export type Country = z.infer<typeof country>;
export type Mask = z.infer<typeof mask>;
export type MaskField = z.infer<typeof maskField>;
export type Visit = z.infer<typeof visit>;
export type Candidate = z.infer<typeof candidate>;
export type Identified = z.infer<typeof identified>;
export type Dispensation = z.infer<typeof dispensation>;
export type ListedPrescription = z.infer<typeof listed>;
export type PrescriptionList = z.infer<typeof prescriptionList>;
export type ReadLine = z.infer<typeof readLine>;
export type ReadSection = z.infer<typeof readSection>;
export type Prescription = z.infer<typeof prescription>;
export type Article = z.infer<typeof article>;
export type SuggestionList = z.infer<typeof suggestionList>;
export type Prepared = z.infer<typeof prepared>;
export type Problem = z.infer<typeof problem>;
