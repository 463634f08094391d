import { CLASS_CODES, ERROR_REGISTRY, type ClassCode, type NcpError, type NcpErrorCode, type WireCode } from '@ncp/domain';
import type { RegistryError } from './registry-response.js';

/** From our errors to what a peer sees on ITI-38, -39 and -41 (decisions D21-D26, D55). */

const isCode = (text: string): text is NcpErrorCode => Object.hasOwn(ERROR_REGISTRY, text);

/** The code that may be shown in place of this one, where several causes must look alike (decisions D12, D19, D25). */
export const shownCode = (code: NcpErrorCode): NcpErrorCode => {
  const other = ERROR_REGISTRY[code].shownAs;
  return other !== undefined && isCode(other) ? other : code;
};

/** `<safe English text> [NCP_X_Y] exchange=<id>` (decisions D24). Nothing of the input, nothing of `details`. */
export const wireText = (code: NcpErrorCode, exchangeId: string): string =>
  `${ERROR_REGISTRY[code].text.en} [${code}] exchange=${exchangeId}`;

interface Override {
  readonly codes: readonly NcpErrorCode[];
  readonly wire: Partial<Readonly<Record<ClassCode, WireCode>>>;
}

const { ePrescription, patientSummary, eDispensation, discard } = CLASS_CODES;

/** A document that cannot be parsed is an unreadable document (decisions D55). */
const UNREADABLE: readonly NcpErrorCode[] = [
  'NCP_XML_NOT_WELL_FORMED', 'NCP_XML_DOCTYPE', 'NCP_XML_DEPTH', 'NCP_XML_NODES', 'NCP_XML_ATTRIBUTES', 'NCP_XML_NAMESPACES',
  'NCP_XML_NAME_LENGTH', 'NCP_XML_SIZE', 'NCP_XML_ENCODING', 'NCP_XML_VERSION', 'NCP_XML_STRUCTURE', 'NCP_XML_BASE64',
];

/** Where the registry's wire code, which is that of the ePrescription, is not the one of another document class. */
const OVERRIDES: readonly Override[] = [
  { codes: UNREADABLE, wire: { [eDispensation]: 'ERROR_ED_GENERIC', [discard]: 'ERROR_ED_GENERIC' } },
  {
    // D22: as a warning, or as 4103, a failed summary would look like an empty one. UC-A4 8.5 for the dispensation.
    codes: ['NCP_NATIONAL_UNAVAILABLE', 'NCP_NATIONAL_MALFORMED', 'NCP_NATIONAL_WRONG_PATIENT'],
    wire: { [patientSummary]: 'ERROR_PS_GENERIC', [eDispensation]: 'ERROR_ED_GENERIC', [discard]: 'ERROR_ED_DISCARD_SERVICE_NOT_AVAILABLE' },
  },
  {
    // Without the ledger nobody can say whether this document was recorded before: pending is the only true answer (RS P3, D53).
    codes: ['NCP_STORE_UNAVAILABLE'],
    wire: { [eDispensation]: '2201', [discard]: '2201' },
  },
  {
    codes: ['NCP_NATIONAL_REFUSED'],
    wire: { [discard]: 'ERROR_ED_DISCARD_FAILED' },
  },
  {
    codes: ['NCP_CDA_RULE'],
    wire: { [patientSummary]: 'ERROR_PS_GENERIC' },
  },
  // D26: the same gap has a name of its own in each family of documents.
  { codes: ['NCP_CDA_MAPPING_REQUIRED'], wire: { [patientSummary]: 'ERROR_PS_MISSING_EXPECTED_MAPPING' } },
  { codes: ['NCP_CDA_MAPPING_OPTIONAL'], wire: { [patientSummary]: 'WARNING_PS_MISSING_EXPECTED_MAPPING' } },
  { codes: ['NCP_CDA_NOT_EXPRESSIBLE'], wire: { [patientSummary]: 'WARNING_PS_GENERIC' } },
  {
    // A home that is not ours is an argument we do not understand; ERROR_PI_GENERIC belongs to identification.
    codes: ['NCP_IHE_RECEIVER'],
    wire: { [ePrescription]: '4204', [patientSummary]: '4204', [eDispensation]: '4204', [discard]: '4204' },
  },
];

const wireFor = (code: NcpErrorCode, classCode: ClassCode): WireCode =>
  OVERRIDES.find(({ codes }) => codes.includes(code))?.wire[classCode] ?? ERROR_REGISTRY[code].wire;

/** After identification every denial that is about the person is told as a missing consent (decisions D19). */
const shownAfterIdentification = (code: NcpErrorCode): NcpErrorCode => {
  const shown = shownCode(code);
  return shown === 'NCP_PI_NO_MATCH' ? 'NCP_CONSENT' : shown;
};

/**
 * The RegistryError that tells a peer of an error, on any message but ITI-55.
 * `classCode` is the document class of the exchange; it decides between codes of the same cause (decisions D22).
 */
export const registryErrorFor = (error: NcpError, exchangeId: string, classCode: ClassCode = ePrescription): RegistryError => {
  const shown = shownAfterIdentification(error.code);
  // A cause that is shown by a more general name keeps its own wire code: in the treatment relationship 1001 (D60).
  const told = shown === shownCode(error.code) ? error.code : shown;
  return {
    wire: wireFor(told, classCode),
    severity: ERROR_REGISTRY[told].severity,
    context: wireText(shown, exchangeId),
    location: '',
  };
};
