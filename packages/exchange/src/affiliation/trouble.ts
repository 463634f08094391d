import type { NcpError, NcpErrorCode } from '@ncp/domain';
import type { Observer } from '../ports/index.js';
import type { ExchangeContext, Transaction } from './context.js';

/** Refusals that a person must look at, whoever is at fault (decisions D13, G21, UC-A1 5.2, 5.4, UC-A2 6.4). */
const ALARMING: ReadonlySet<NcpErrorCode> = new Set<NcpErrorCode>([
  'NCP_INTERNAL', 'NCP_PI_MULTIPLE', 'NCP_EP_TOO_MANY', 'NCP_NATIONAL_WRONG_PATIENT', 'NCP_NATIONAL_FORBIDDEN', 'NCP_NATIONAL_MALFORMED',
  'NCP_STORE_SEALED', 'NCP_DISPENSE_OTHER_PATIENT',
]);

/** A report about another patient than the one who was treated is a danger, not only a refusal (UC-A4 5.1). */
const ALARMING_IN_REPORTS: ReadonlySet<NcpErrorCode> = new Set<NcpErrorCode>(['NCP_SAML_PATIENT_MISMATCH', 'NCP_CDA_PATIENT']);

/** Raises the alarm that goes with a refusal, if any. Details of our errors hold no content (house rule 9). */
export function alarmOf({ id, transaction }: { readonly id: ExchangeContext['id']; readonly transaction?: Transaction }, error: NcpError, observer: Observer): void {
  const { code, details, cause } = error;
  if (!ALARMING.has(code) && !(transaction === 'ITI-41' && ALARMING_IN_REPORTS.has(code))) return;
  observer.alarm(code, { ...details, exchange: id, ...(cause === undefined ? {} : { cause: className(cause) }) });
}

const className = (cause: unknown): string => (cause instanceof Error ? cause.name : typeof cause);
