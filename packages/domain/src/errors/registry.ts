import type { ErrorEntry } from './entry.js';
import { CDA_ERRORS } from './cda.js';
import { DISPENSE_ERRORS } from './dispense.js';
import { DSIG_ERRORS } from './dsig.js';
import { IHE_ERRORS } from './ihe.js';
import { NATIONAL_ERRORS } from './national.js';
import { RUNTIME_ERRORS } from './runtime.js';
import { SAML_ERRORS } from './saml.js';
import { SOAP_ERRORS } from './soap.js';
import { STATISTICS_ERRORS } from './statistics.js';
import { STORE_ERRORS } from './store.js';
import { TREATMENT_ERRORS } from './treatment.js';
import { TRUST_ERRORS } from './trust.js';
import { XML_ERRORS } from './xml.js';

const AREAS = {
  ...XML_ERRORS,
  ...DSIG_ERRORS,
  ...SOAP_ERRORS,
  ...SAML_ERRORS,
  ...TRUST_ERRORS,
  ...IHE_ERRORS,
  ...CDA_ERRORS,
  ...DISPENSE_ERRORS,
  ...NATIONAL_ERRORS,
  ...STATISTICS_ERRORS,
  ...STORE_ERRORS,
  ...RUNTIME_ERRORS,
  ...TREATMENT_ERRORS,
};

/** Every code the gateway can raise. Codes are never reused and never renamed (style 6). */
export type NcpErrorCode = keyof typeof AREAS;

/** The one registry: code to wire code, severity, texts and hints (style 7). */
export const ERROR_REGISTRY: Readonly<Record<NcpErrorCode, ErrorEntry>> = AREAS;
