import { LOCAL_DOCUMENT_ROOTS } from '@ncp/domain';
import type { TreatmentPolicy } from './treatment-gateway.js';

const MIB = 1024 * 1024;
/** Nobody waits longer for a country (decisions 3.3). */
const ANSWER_MS = 60_000;

/** What NCP-B and the dispatcher have in common, with the defaults of decisions 3.3. */
export const treatmentPolicy = (consumer: TreatmentPolicy['consumer']): TreatmentPolicy => ({
  documentRoots: LOCAL_DOCUMENT_ROOTS,
  timeoutMs: { identify: ANSWER_MS, query: ANSWER_MS, retrieve: ANSWER_MS, submit: ANSWER_MS },
  answerBytes: { envelope: 12 * MIB, whole: 64 * MIB },
  auditSourceId: 'SE-AB',
  consumer,
});
