/**
 * Error codes as peers write them: numbers, the OpenNCP names of those numbers, or IHE's own words
 * (wire-contract 5.1, 5.3; decisions D24). All are read as the one spelling that OpenNCP puts on the wire.
 */
const NUMBER_BY_NAME: ReadonlyMap<string, string> = new Map([
  ['ERROR_NOT_VALID_ASSERTION', '1001'],
  ['ERROR_NOT_VALID_TRC_ASSERTION', '1002'],
  ['ERROR_DOCUMENT_NOT_FOUND', '1100'],
  ['ERROR_EP_NOT_FOUND', '1101'],
  ['ERROR_PS_NOT_FOUND', '1102'],
  ['ERROR_MRO_NO_DATA', '1103'],
  ['ERROR_ORCD_NOT_FOUND', '1104'],
  ['ERROR_DOCUMENT_NOT_PROCESSED', '2201'],
  ['ERROR_RENDERING_INCOMPLETE', '4101'],
  ['ERROR_COLLECTION_INCOMPLETE', '4102'],
  ['ERROR_EP_REGISTRY_NOT_ACCESSIBLE', '4103'],
  ['ERROR_EP_NOT_AVAILABLE', '4104'],
  ['ERROR_EP_NOT_MATCHING', '4105'],
  ['ERROR_EP_ALREADY_DISPENSED', '4106'],
  ['ERROR_ORIGINAL_DATA_MISSING', '4107'],
  ['ERROR_PIVOT_MISSING', '4108'],
  ['ERROR_UNSUPPORTED_FEATURE', '4201'],
  ['ERROR_UNKNOWN_SIGNIFIER', '4202'],
  ['ERROR_TRANSCODING_ERROR', '4203'],
  ['ERROR_UNKNOWN_FILTER', '4204'],
  ['ERROR_UNKNOWN_OPTION', '4205'],
  ['ERROR_UNKNOWN_PATIENT_IDENTIFIER', '4206'],
  ['ERROR_4207', '4207'],
  ['ERROR_NO_CONSENT', '4701'],
  ['ERROR_WEAK_AUTHENTICATION', '4702'],
  ['ERROR_INSUFFICIENT_RIGHTS', '4703'],
  ['ERROR_NO_SIGNATURE', '4704'],
  ['ERROR_POLICY_VIOLATION', '4705'],
  ['ERROR_UNKNOWN_POLICY', '4706'],
]);

/** IHE ITI TF-3 table 4.2.4.1-2, the ones a gateway can meet. */
const MEANING_OF_IHE_CODE: ReadonlyMap<string, string> = new Map([
  ['XDSMissingDocument', 'ERROR_GENERIC_DOCUMENT_MISSING'],
  ['XDSDocumentUniqueIdError', 'ERROR_GENERIC_DOCUMENT_MISSING'],
  ['XDSUnknownRepositoryId', 'ERROR_GENERIC_DOCUMENT_MISSING'],
  ['XDSUnknownPatientId', '4206'],
  ['XDSPatientIdDoesNotMatch', '4206'],
  ['XDSUnknownStoredQuery', '4204'],
  ['XDSStoredQueryMissingParam', '4204'],
  ['XDSStoredQueryParamNumber', '4204'],
  ['XDSUnavailableCommunity', 'ERROR_GENERIC_CONNECTION_NOT_POSSIBLE'],
  ['XDSUnknownCommunity', 'ERROR_GENERIC_CONNECTION_NOT_POSSIBLE'],
]);

const PREFIX = 'EHDSI_';

/** The OpenNCP spelling of a received code, without the prefix that one of them has; a code nobody defined is kept as sent. */
export const canonicalErrorCode = (sent: string): string => {
  const trimmed = sent.trim();
  const code = trimmed.startsWith(PREFIX) ? trimmed.slice(PREFIX.length) : trimmed;
  const meaning = NUMBER_BY_NAME.get(code) ?? MEANING_OF_IHE_CODE.get(code);
  if (meaning !== undefined) return meaning;
  return code.startsWith('XDS') ? 'ERROR_GENERIC' : code;
};

/** "Nothing registered", of any severity and status (decisions D21). */
export const meansNothingRegistered = (code: string): boolean => /^110[0-4]$/.test(code);

/** Codes of the transformation manager: 45xx errors, 24xx and 25xx warnings (wire-contract 5.4). */
export const isTransformationCode = (code: string): boolean => /^(?:45|24|25)\d\d$/.test(code);
