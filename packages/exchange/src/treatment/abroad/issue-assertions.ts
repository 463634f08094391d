import {
  IDENTIFIER_ROOTS, iscoOfProfession, mayDo, permissionsFor, instant, isRoleCode,
  type InstanceIdentifier, type IssuedAssertion, type ProfessionalAction, type Purpose, type SwedishProfessional,
} from '@ncp/domain';
import { issueHcpAssertion, issueTrcAssertion, type HcpReference, type IssueOptions } from '@ncp/saml';
import { NS, attr, parseOwn, requireChild, serialiseXml, text, utf8, type XmlElement } from '@ncp/xml';
import type { TreatmentGateway } from '../treatment-gateway.js';

/** What issuing needs of a gateway. */
export type Issuer = Pick<TreatmentGateway, 'country' | 'homeCommunityId' | 'seal' | 'surroundings'>;

const ACTIONS: readonly ProfessionalAction[] = ['identify', 'list-prescriptions', 'retrieve-prescription', 'dispense', 'discard', 'patient-summary'];

/** Roles that hand over medicines work in a pharmacy; the others here are care (decisions G04). */
const PHARMACY_ROLES: readonly string[] = ['2262', '3213'];

/** Every permission of what the role may do, and no other (decisions G04, D65; wire-contract 4.4). */
const permissionsOf = (role: string): readonly string[] =>
  [...new Set(ACTIONS.filter((action) => mayDo(role, action)).flatMap(permissionsFor))].toSorted();

/**
 * Vouches for a professional towards the other country (decisions G04): four hours, or until her token ends.
 * @throws NcpError NCP_SAML_ROLE for a profession that may not be named in an assertion, NCP_DSIG_*
 */
export function issueHcp(issuer: Issuer, professional: SwedishProfessional, purpose: Purpose): IssuedAssertion {
  const { code } = iscoOfProfession(professional.professionCode);
  return issued(issueHcpAssertion({
    country: issuer.country, homeCommunityId: issuer.homeCommunityId,
    nameId: professional.legitimationCode, spProvidedId: professional.legitimationCode, subjectId: professional.name,
    role: { code }, permissions: isRoleCode(code) ? permissionsOf(code) : [],
    organisation: professional.organisation, organisationId: `urn:hl7ii:${IDENTIFIER_ROOTS.gln}:${professional.gln}`,
    locality: professional.organisation,
    facilityType: PHARMACY_ROLES.includes(code) ? 'Pharmacy' : 'Hospital',
    purpose, authnInstant: professional.authenticatedAt, assurance: professional.assurance, until: professional.until,
  }, signingOf(issuer)));
}

/** What a treatment relationship says beside who and whom. */
export interface TreatmentRelationship {
  readonly purpose?: Purpose;
  /** Where the other country's mask asks for them (decisions G20). */
  readonly pin?: string;
  readonly prescriptionId?: string;
}

/**
 * Confirms that a professional treats one patient: two hours, no longer than the identity assertion (decisions D61).
 * `hcp` is one that we issued, or what validation took out of one that was brought to us.
 * @throws NcpError NCP_IHE_SLOT for a patient id that has no CX form, NCP_DSIG_*
 */
export function issueTrc(issuer: Issuer, hcp: IssuedAssertion | HcpReference, patient: InstanceIdentifier, more: TreatmentRelationship = {}): IssuedAssertion {
  const { root, extension = '' } = patient;
  return issued(issueTrcAssertion('xml' in hcp ? assertionElement(hcp) : hcp, { root, extension }, {
    ...signingOf(issuer), country: issuer.country, ...more,
  }));
}

/** The element as it was signed: written by us, and never again after that. */
export const assertionElement = ({ xml }: IssuedAssertion): XmlElement => parseOwn(utf8(xml));

const signingOf = ({ seal, surroundings }: Issuer): IssueOptions => ({
  id: `_${surroundings.uuid()}`, now: surroundings.now(), key: seal.key, certificateDer: seal.certificateDer,
});

const issued = (assertion: XmlElement): IssuedAssertion => ({
  id: attr(assertion, 'ID') ?? '',
  xml: text(serialiseXml(assertion)),
  notOnOrAfter: instant(attr(requireChild(assertion, NS.saml, 'Conditions'), 'NotOnOrAfter') ?? ''),
});
