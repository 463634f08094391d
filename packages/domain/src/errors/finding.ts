import type { NcpErrorCode } from './registry.js';

/** One thing a reader or checker noticed: where, which rule, how bad. Holds no content of the document. */
export interface Finding {
  readonly code: NcpErrorCode;
  readonly severity: 'error' | 'warning' | 'information';
  /** Path in the source: XPath for XML, FHIRPath for FHIR. */
  readonly at?: string;
  /** Rule or template id. */
  readonly rule?: string;
}
