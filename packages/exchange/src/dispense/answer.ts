import { NcpError, isUnsettled, type NcpErrorCode } from '@ncp/domain';
import { encodeRegistryResponse, registryErrorFor, type SubmissionClassCode } from '@ncp/ihe';
import type { Audited, Decided, ExchangeContext, TreatmentContext } from '../affiliation/context.js';
import { worstOutcome } from '../affiliation/outcome.js';
import type { DispenseRecord } from '../ports/index.js';
import { codesOf } from './recorded.js';
import { documentOf, type Report } from './report.js';

/** RegistryResponse from codes: Failure when one of them is an error (wire-contract 2.7). */
export function registryAnswer(context: ExchangeContext, codes: readonly NcpErrorCode[], classCode: SubmissionClassCode, audited: Audited): Decided {
  const errors = codes.map((code) => registryErrorFor(new NcpError(code), context.id, classCode));
  return {
    body: encodeRegistryResponse({ status: errors.some((e) => e.severity === 'error') ? 'Failure' : 'Success', errors }),
    outcome: worstOutcome(codes), codes, audited,
  };
}

/** What the audit says a report was about. */
export const auditedReport = (service: 'dispense' | 'discard', report: Report): Audited => ({
  service, documents: [documentOf(report.key)], submissionSet: report.submissionSet,
});

/** The answer to a reported hand-over. */
export const answerRegistry = (context: TreatmentContext, report: Report, codes: readonly NcpErrorCode[], more: Partial<Decided> = {}): Decided => ({
  ...registryAnswer(context, codes, '60593-1', auditedReport('dispense', report)),
  ...more,
});

/** The answer to a discard. */
export const answerDiscard = (context: TreatmentContext, report: Report, codes: readonly NcpErrorCode[], more: Partial<Decided> = {}): Decided => ({
  ...registryAnswer(context, codes, 'DISCARD-60593-1', auditedReport('discard', report)),
  ...more,
});

/** The answer that a ledger row stands for, now. */
export function answerRecord(context: TreatmentContext, report: Report, record: DispenseRecord): Decided {
  const { ledger, surroundings } = context.gateway;
  // A success that cannot be recorded as told is not a failure: it is asked for again.
  const pending = { unrecorded: 'NCP_DISPENSE_PENDING' } as const;
  if (record.state === 'DISCARDED') return answerRegistry(context, report, ['NCP_DISPENSE_DISCARDED']);
  if (record.outcome === undefined || isUnsettled(record.state)) return answerRegistry(context, report, ['NCP_DISPENSE_PENDING']);
  return answerRegistry(context, report, codesOf(record.outcome), {
    ...pending, delivered: () => ledger.markDelivered(record.key, surroundings.now()),
  });
}
