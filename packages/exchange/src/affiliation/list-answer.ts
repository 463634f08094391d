import { CLASS_CODES, FORMAT_CODES, NcpError, type NcpErrorCode } from '@ncp/domain';
import { encodeAdhocResponse, registryErrorFor, type DocumentEntry, type QueryClassCode, type TransformAssociation } from '@ncp/ihe';
import type { Decided, ExchangeContext } from './context.js';
import { worstOutcome } from './outcome.js';

/** The answer to a list of either family: an empty list with a warning is a Success (decisions D21). */
export function listAnswer(context: ExchangeContext, classCode: QueryClassCode, codes: readonly NcpErrorCode[], entries: readonly DocumentEntry[] = []): Decided {
  const errors = codes.map((code) => registryErrorFor(new NcpError(code), context.id, classCode));
  const failed = errors.some((error) => error.severity === 'error');
  return {
    body: encodeAdhocResponse({ status: failed ? 'Failure' : 'Success', entries, associations: pairs(entries), errors }, () => context.gateway.surroundings.uuid()),
    outcome: worstOutcome(codes), codes,
    audited: {
      service: classCode === CLASS_CODES.patientSummary ? 'list-summaries' : 'list-prescriptions',
      documents: entries.map((entry) => entry.uniqueId), classCodes: [classCode],
    },
  };
}

/** Level 1 was made from level 3 of the same document. */
const pairs = (entries: readonly DocumentEntry[]): readonly TransformAssociation[] =>
  entries.filter((entry) => entry.formatCode === FORMAT_CODES.pdf).map((pdf) => ({ source: pdf.uniqueId, target: pdf.uniqueId.replace(/L1$/, 'L3') }));
