import type { WireCode } from '@ncp/domain';
import { attr, child, childrenOf, element, NS, type XmlElement } from '@ncp/xml';
import { requireMessage } from './message-root.js';
import { canonicalErrorCode } from './received-codes.js';

/** `rs:RegistryResponse` and its error list, alone (XDR) or inside other answers (wire-contract 5.1). */

export type ResponseStatus = 'Success' | 'PartialSuccess' | 'Failure';
export type Severity = 'error' | 'warning';

/** One entry that we write. `wire` is always a member of the OpenNCP enum (decisions D24). */
export interface RegistryError {
  readonly wire: WireCode;
  readonly severity: Severity;
  /** Goes to codeContext: `<safe English text> [NCP_X_Y] exchange=<id>`. */
  readonly context: string;
  readonly location?: string;
}

/** One entry as a peer wrote it. */
export interface ReceivedError {
  /** In OpenNCP's wire spelling, whichever vocabulary was used. */
  readonly code: string;
  readonly sent: string;
  readonly severity: Severity;
  /** Free text for people; never parsed (wire-contract 5.1). */
  readonly context: string;
  readonly location?: string;
}

export interface RegistryAnswer {
  readonly status: ResponseStatus;
  readonly errors: readonly ReceivedError[];
}

const STATUS_URN: Readonly<Record<ResponseStatus, string>> = {
  Success: 'urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success',
  Failure: 'urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure',
  // The one that IHE added under its own name.
  PartialSuccess: 'urn:ihe:iti:2007:ResponseStatusType:PartialSuccess',
};

const SEVERITY_URN: Readonly<Record<Severity, string>> = {
  error: 'urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error',
  warning: 'urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning',
};

export const statusUrn = (status: ResponseStatus): string => STATUS_URN[status];

/** `rs:RegistryErrorList` with highestSeverity; nothing when there are no entries. */
export const errorList = (errors: readonly RegistryError[]): XmlElement | undefined => {
  if (errors.length === 0) return undefined;
  const highest: Severity = errors.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
  return element(NS.rs, 'rs:RegistryErrorList', { highestSeverity: SEVERITY_URN[highest] }, errors.map((error) =>
    element(NS.rs, 'rs:RegistryError', {
      errorCode: error.wire,
      codeContext: error.context,
      location: error.location ?? '',
      severity: SEVERITY_URN[error.severity],
    })));
};

/** Answer of ITI-41, and the first child of the ITI-39 answer. */
export const encodeRegistryResponse = (answer: { readonly status: ResponseStatus; readonly errors: readonly RegistryError[] }): XmlElement =>
  element(NS.rs, 'rs:RegistryResponse', { status: STATUS_URN[answer.status] }, errorList(answer.errors));

const lastPart = (urn: string | undefined): string => (urn ?? '').trim().split(':').at(-1)?.toLowerCase() ?? '';

const readStatus = (urn: string | undefined): ResponseStatus => {
  const part = lastPart(urn);
  if (part === 'success') return 'Success';
  // An unknown status is the bad one: nothing is taken for recorded that was not said to be.
  return part === 'partialsuccess' ? 'PartialSuccess' : 'Failure';
};

const readError = (found: XmlElement): ReceivedError => {
  const sent = attr(found, 'errorCode') ?? '';
  const location = attr(found, 'location');
  return {
    code: canonicalErrorCode(sent),
    sent,
    // ebRS: severity is Error when it is not said.
    severity: lastPart(attr(found, 'severity')) === 'warning' ? 'warning' : 'error',
    context: attr(found, 'codeContext') ?? '',
    ...(location === undefined || location === '' ? {} : { location }),
  };
};

/** Status and errors of any element that carries them: RegistryResponse or AdhocQueryResponse. */
export const readRegistryAnswer = (owner: XmlElement): RegistryAnswer => {
  const list = child(owner, NS.rs, 'RegistryErrorList');
  return {
    status: readStatus(attr(owner, 'status')),
    errors: list === undefined ? [] : childrenOf(list, NS.rs, 'RegistryError').map(readError),
  };
};

/** Reads the answer to ITI-41. @throws NcpError NCP_IHE_STRUCTURE */
export const decodeRegistryResponse = (body: XmlElement): RegistryAnswer => {
  requireMessage(body, NS.rs, 'RegistryResponse');
  return readRegistryAnswer(body);
};
