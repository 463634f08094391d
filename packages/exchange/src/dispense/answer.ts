import { ERROR_REGISTRY, NcpError, formatCx, type NcpErrorCode } from '@ncp/domain';
import { encodeRegistryResponse, registryErrorFor, type SubmissionClassCode } from '@ncp/ihe';
import type { Audited, Decided, ExchangeContext, TreatmentContext } from '../affiliation/context.js';
import { worstOutcome } from '../affiliation/outcome.js';
import type { DispenseRecord } from '../ports/index.js';
import { codesOf } from './recorded.js';
import type { Report } from './report.js';

/** RegistryResponse from codes: Failure when one of them is an error (wire-contract 2.7). */
export function registryAnswer(context: ExchangeContext, codes: readonly NcpErrorCode[], classCode: SubmissionClassCode, audited: Audited): Decided {
  const errors = codes.map((code) => registryErrorFor(new NcpError(code), context.id, classCode));
  return {
    body: encodeRegistryResponse({ status: errors.some((e) => e.severity === 'error') ? 'Failure' : 'Success', errors }),
    outcome: worstOutcome(codes.filter((code) => ERROR_REGISTRY[code].severity === 'error')),
    codes, audited,
  };
}

/** The answer to a reported hand-over. */
export const answerRegistry = (context: TreatmentContext, report: Report, codes: readonly NcpErrorCode[], more: Partial<Decided> = {}): Decided => ({
  ...registryAnswer(context, codes, '60593-1', {
    service: 'dispense', patient: formatCx(context.trc.patient), documents: [`${report.key.documentRoot}^${report.key.documentExtension}`],
  }),
  ...more,
});

/** The answer to a discard. */
export const answerDiscard = (
  subject: { readonly context: TreatmentContext; readonly submissionSet: string; readonly document: string },
  codes: readonly NcpErrorCode[], more: Partial<Decided> = {},
): Decided => ({
  ...registryAnswer(subject.context, codes, 'DISCARD-60593-1', {
    service: 'discard', patient: formatCx(subject.context.trc.patient), documents: [subject.document], submissionSet: subject.submissionSet,
  }),
  ...more,
});

/** The answer that a ledger row stands for, now. */
export function answerRecord(context: TreatmentContext, report: Report, record: DispenseRecord): Decided {
  const { ledger, surroundings } = context.gateway;
  const delivered = async (): Promise<void> => ledger.markDelivered(record.key, surroundings.now());
  if (record.state === 'DISCARDED') return answerRegistry(context, report, ['NCP_DISPENSE_DISCARDED']);
  if (record.outcome === undefined || record.state === 'UNKNOWN') return answerRegistry(context, report, ['NCP_DISPENSE_PENDING']);
  return answerRegistry(context, report, codesOf(record.outcome), { delivered });
}
