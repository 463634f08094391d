import { formatCx, type CountryCode, type Instant } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';
import { readFrame } from './frame.js';
import { codedAttribute, purposeElement, signAssertion, textAttribute, unsignedAssertion, type IssueOptions } from './issue-frame.js';
import { NAME_ID_UNSPECIFIED, PREVIOUS_SESSION, TRC_ATTRIBUTES as NAMES } from './names.js';
import { DEFAULT_SAML_POLICY } from './policy.js';
import { requireInstant } from './time.js';

/** What a TRC takes over from the HCP assertion; an `HcpAssertion` is one. */
export interface HcpReference {
  readonly id: string;
  readonly nameId: string;
  readonly nameIdFormat: string;
  readonly notOnOrAfter: Instant;
}

export interface TrcOptions extends IssueOptions {
  /** Our country; becomes `urn:initgw:<CC>:countryB`. */
  readonly country: CountryCode;
  readonly purpose?: 'TREATMENT' | 'EMERGENCY';
  /** Sent abroad when the other country's mask asks for it (decisions G20). */
  readonly pin?: string;
  readonly prescriptionId?: string;
}

/** Reads an assertion that we issued ourselves a moment ago; never used on what came from outside. */
const referenceOf = (own: XmlElement): HcpReference => {
  const unsigned = { ...own, children: own.children.filter((node) => node.kind !== 'element' || node.local !== 'Signature') };
  const { id, nameId, conditions } = readFrame(unsigned, 'trc');
  return {
    id,
    nameId: nameId?.value ?? '',
    nameIdFormat: nameId?.format ?? NAME_ID_UNSPECIFIED,
    notOnOrAfter: requireInstant(conditions?.notOnOrAfter ?? ''),
  };
};

/** The assertion before it is signed. */
export const trcElement = (hcp: HcpReference, patient: { readonly root: string; readonly extension: string }, options: Omit<TrcOptions, 'key' | 'certificateDer'>): XmlElement =>
  unsignedAssertion({
    kind: 'trc',
    issuer: `urn:initgw:${options.country}:countryB`,
    nameId: { value: hcp.nameId, format: hcp.nameIdFormat },
    lifetimeMs: DEFAULT_SAML_POLICY.trcLifetimeMs,
    until: hcp.notOnOrAfter,
    advice: hcp.id,
    authnInstant: options.now,
    classRef: PREVIOUS_SESSION,
    attributes: [
      textAttribute(NAMES.patient, 'XSPA Subject', formatCx(patient)),
      codedAttribute(NAMES.purpose, 'XSPA Purpose Of Use', purposeElement(options.purpose ?? 'TREATMENT')),
      textAttribute(NAMES.pin, 'Dispensation Pin Code', options.pin),
      textAttribute(NAMES.prescriptionId, 'Prescription ID', options.prescriptionId),
    ],
  }, options);

/**
 * Issues the treatment relationship between that professional and one patient; valid two hours, and no longer than the
 * HCP assertion (decisions D61). `hcp` is the validated assertion, or the element that `issueHcpAssertion` returned.
 * @throws NcpError NCP_SAML_ID, NCP_IHE_SLOT for a patient id that has no CX form, NCP_DSIG_*
 */
export const issueTrcAssertion = (
  hcp: HcpReference | XmlElement, patient: { readonly root: string; readonly extension: string }, options: TrcOptions,
): XmlElement => signAssertion(trcElement('kind' in hcp ? referenceOf(hcp) : hcp, patient, options), options);
