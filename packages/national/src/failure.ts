import { isNcpError, NcpError, type SafeDetails } from '@ncp/domain';
import { HttpFailure, type HttpAnswer } from '@ncp/exchange';
import { decodeOutcome, parseFhirJson, type FhirValue } from '@ncp/fhir';
import { LOCAL_ERRORS } from './national-constants.js';

/** The body of an answer as JSON. @throws NcpError NCP_NATIONAL_MALFORMED */
export function jsonOf(answer: HttpAnswer): FhirValue {
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(answer.body);
  } catch {
    throw new NcpError('NCP_NATIONAL_MALFORMED', { at: 'utf-8' });
  }
  return parseFhirJson(text);
}

/** Codes of the OperationOutcome in the body; none when the body is something else: then the status must say enough. */
function codesOf(answer: HttpAnswer): readonly string[] {
  try {
    return [...new Set(decodeOutcome(jsonOf(answer)).flatMap((issue) => issue.codes))];
  } catch {
    return [];
  }
}

/** Why a 422 was given, as the port names it. */
const reasonOf = (codes: readonly string[]): 'status' | 'left' | 'interval' | 'other' => {
  if (codes.includes(LOCAL_ERRORS.left)) return 'left';
  if (codes.includes(LOCAL_ERRORS.status)) return 'status';
  return codes.includes(LOCAL_ERRORS.interval) ? 'interval' : 'other';
};

/** A refusal that is the same for reads and writes: the list understood, and did nothing. */
function refusal(answer: HttpAnswer): NcpError | undefined {
  const details: SafeDetails = { status: answer.status, codes: codesOf(answer) };
  if (answer.status === 401 || answer.status === 403) return new NcpError('NCP_NATIONAL_FORBIDDEN', details);
  return answer.status === 404 || answer.status === 410 ? new NcpError('NCP_NATIONAL_NOT_FOUND', details) : undefined;
}

/** A read that brought no resource. */
export function readFailure(answer: HttpAnswer): NcpError {
  const details = { status: answer.status, codes: codesOf(answer) };
  return refusal(answer) ?? new NcpError(answer.status >= 500 || answer.status === 429 ? 'NCP_NATIONAL_UNAVAILABLE' : 'NCP_NATIONAL_MALFORMED', details);
}

/** A write that was answered with something else than success. */
export function writeFailure(answer: HttpAnswer): NcpError {
  const codes = codesOf(answer);
  const details = { status: answer.status, codes };
  const known = refusal(answer);
  if (known !== undefined) return known;
  switch (answer.status) {
    case 412: return new NcpError('NCP_NATIONAL_VERSION_CONFLICT', details);
    case 423: return new NcpError('NCP_NATIONAL_LOCKED', details);
    case 429: return new NcpError('NCP_NATIONAL_UNAVAILABLE', details);
    case 422: return new NcpError('NCP_NATIONAL_REFUSED', { ...details, reason: reasonOf(codes) });
    // The server gave up on a request that it may have begun to handle; it has seen our request id before, with another content.
    case 408:
    case 409: return new NcpError('NCP_NATIONAL_OUTCOME_UNKNOWN', details);
    default:
      return answer.status >= 400 && answer.status < 500
        ? new NcpError('NCP_NATIONAL_REFUSED', { ...details, reason: 'other' })
        : new NcpError('NCP_NATIONAL_OUTCOME_UNKNOWN', details);
  }
}

/** What a failed connection means for a read: nothing was changed in any case. */
export const readBroken = (error: unknown): NcpError =>
  isNcpError(error) ? error : new NcpError('NCP_NATIONAL_UNAVAILABLE', { reason: reasonText(error) }, error);

/** What a failed connection means for a write: unless nothing was sent, nobody knows (house rule 3). */
export const writeBroken = (error: unknown): NcpError => {
  if (isNcpError(error)) return error;
  const sent = !(error instanceof HttpFailure) || error.stage === 'sent';
  return new NcpError(sent ? 'NCP_NATIONAL_OUTCOME_UNKNOWN' : 'NCP_NATIONAL_UNAVAILABLE', { reason: reasonText(error) }, error);
};

const reasonText = (error: unknown): string => (error instanceof HttpFailure ? error.reason : 'failed');
