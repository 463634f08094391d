import { NcpError, isNcpError, sameIdentifier, type InstanceIdentifier } from '@ncp/domain';
import { NS, attr, childrenOf, parseXml, type XmlElement, type XmlLimits } from '@ncp/xml';

/**
 * A document that came is about the patient of the treatment relationship: one record target, and one of its ids is hers
 * (UC-B3 3). Documents that are not for this patient are never shown. Gives the document as it was parsed.
 * @throws NcpError NCP_IHE_WRONG_PATIENT; NCP_XML_*, NCP_CDA_KIND when it is no CDA
 */
export function requireDocumentOf(patient: InstanceIdentifier, bytes: Uint8Array, limits: XmlLimits): XmlElement {
  const root = parseXml(bytes, limits);
  if (root.ns !== NS.hl7 || root.local !== 'ClinicalDocument') throw new NcpError('NCP_CDA_KIND');
  const targets = childrenOf(root, NS.hl7, 'recordTarget');
  const [first, another] = targets;
  if (another !== undefined) throw new NcpError('NCP_IHE_WRONG_PATIENT', { at: 'recordTarget', patients: targets.length });
  if (first === undefined || !patientIds(first).some((id) => sameIdentifier(id, patient))) throw new NcpError('NCP_IHE_WRONG_PATIENT', { at: 'recordTarget' });
  return root;
}

/**
 * A document that nobody asked for: never shown, whatever it is, but one about somebody else makes the whole answer suspect.
 * @throws NcpError NCP_IHE_WRONG_PATIENT
 */
export function requireNobodyElse(patient: InstanceIdentifier, bytes: Uint8Array, limits: XmlLimits): void {
  try {
    requireDocumentOf(patient, bytes, limits);
  } catch (error) {
    if (!isNcpError(error) || error.code === 'NCP_IHE_WRONG_PATIENT') throw error;
  }
}

const patientIds = (target: XmlElement): readonly InstanceIdentifier[] =>
  childrenOf(target, NS.hl7, 'patientRole').flatMap((role) => childrenOf(role, NS.hl7, 'id')).flatMap((id) => {
    const root = attr(id, 'root')?.trim();
    const extension = attr(id, 'extension')?.trim();
    return root === undefined ? [] : [{ root, ...(extension === undefined ? {} : { extension }) }];
  });
