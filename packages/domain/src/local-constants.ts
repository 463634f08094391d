/**
 * Values that are **our engineering choices, not official facts** (decisions 3.1, G01).
 * They are all here so that they can be replaced in one place when the real ones are known (decisions O5).
 * They hang under Sweden's homeCommunityId, whose holder runs the gateway.
 */
export interface DocumentRoots {
  /** Root of prescription ids and item ids. */
  readonly prescription: string;
  readonly ePrescriptionDocument: string;
  readonly patientSummaryDocument: string;
  readonly eDispensationDocument: string;
  readonly submissionSet: string;
}

export const LOCAL_DOCUMENT_ROOTS: DocumentRoots = {
  prescription: '1.2.752.221.3.1.1.10',
  ePrescriptionDocument: '1.2.752.221.3.1.1.11',
  patientSummaryDocument: '1.2.752.221.3.1.1.12',
  eDispensationDocument: '1.2.752.221.3.1.1.13',
  submissionSet: '1.2.752.221.3.1.1.14',
};

/** Root of Swedish workplace codes (arbetsplatskod) in documents: no official OID is known to us. */
export const LOCAL_WORKPLACE_ROOT = '1.2.752.221.3.1.1.15';

/** Base of the stand-in FHIR profiles, extensions and code systems (sweden-national, confidence marks). */
export const LOCAL_FHIR_BASE = 'https://ncpeh.example.se/fhir';

/** Subcode namespace of our SOAP faults (decisions D63). */
export const LOCAL_FAULT_NAMESPACE = 'urn:ncpeh:se:error';

/**
 * How much one assertion may hold, judged before anything dear is done with it: canonical form and memory grow with these [local].
 * Those of peers have up to 9 000 characters, 230 nodes (elements, attributes, texts) and 8 namespaces in scope.
 */
export const LOCAL_ASSERTION_LIMITS = { characters: 256 * 1024, nodes: 2048, namespaces: 64 } as const;
