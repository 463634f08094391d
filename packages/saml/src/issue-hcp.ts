import { CODE_SYSTEMS, PERMISSION_URN_PREFIX, ROLES, isRoleCode, NcpError, urnOid, type CountryCode, type Instant } from '@ncp/domain';
import { NS, element, type XmlElement } from '@ncp/xml';
import type { CodedRole } from './assertion.js';
import { codedAttribute, purposeElement, signAssertion, textAttribute, unsignedAssertion, type IssueOptions } from './issue-frame.js';
import { HCP_ATTRIBUTES as NAMES, NAME_ID_UNSPECIFIED } from './names.js';
import { DEFAULT_SAML_POLICY } from './policy.js';

export type { IssueOptions } from './issue-frame.js';

/** What we vouch for about a professional (wire-contract 4.2, 4.3; decisions G04). */
export interface HcpClaims {
  /** Our country; becomes `urn:idp:<CC>:countryB`. */
  readonly country: CountryCode;
  readonly nameId: string;
  /** `unspecified` unless given. */
  readonly nameIdFormat?: string;
  readonly spProvidedId?: string;
  /** Display name. */
  readonly subjectId: string;
  /** The display is filled in as the assertion profile spells it. */
  readonly role: CodedRole;
  readonly organisation?: string;
  /** `urn:oid:<OID>` or `urn:hl7ii:<root>:<extension>`. */
  readonly organisationId?: string;
  readonly facilityType: 'Hospital' | 'Resident Physician' | 'Pharmacy' | 'Other';
  readonly purpose: 'TREATMENT' | 'EMERGENCY';
  readonly locality: string;
  /** Short codes, `PRD-006`. */
  readonly permissions: readonly string[];
  /** Bare OID. */
  readonly homeCommunityId?: string;
  readonly npi?: string;
  readonly authnInstant: Instant;
  /** AuthnContextClassRef, the full URN. */
  readonly assurance: string;
  readonly onBehalfOf?: CodedRole;
  readonly clinicalSpeciality?: string;
  /** End of the professional's own session; the assertion ends no later. */
  readonly until?: Instant;
}

const roleElement = ({ code }: CodedRole): XmlElement => {
  if (!isRoleCode(code)) throw new NcpError('NCP_SAML_ROLE');
  return element(NS.hl7, 'Role', { code, codeSystem: CODE_SYSTEMS.isco, codeSystemName: 'ISCO', displayName: ROLES[code].saml });
};

const attributesOf = (claims: HcpClaims): readonly (XmlElement | undefined)[] => [
  textAttribute(NAMES.homeCommunityId, 'HCI Identifier', claims.homeCommunityId === undefined ? undefined : urnOid(claims.homeCommunityId)),
  textAttribute(NAMES.npi, 'NPI Identifier', claims.npi),
  textAttribute(NAMES.subjectId, 'XSPA Subject', claims.subjectId),
  codedAttribute(NAMES.role, 'XSPA Role', roleElement(claims.role)),
  textAttribute(NAMES.organisation, 'XSPA Organization', claims.organisation),
  textAttribute(NAMES.organisationId, 'XSPA Organization ID', claims.organisationId),
  textAttribute(NAMES.facilityType, 'eHealth DSI Healthcare Facility Type', claims.facilityType),
  codedAttribute(NAMES.purpose, 'XSPA Purpose Of Use', purposeElement(claims.purpose)),
  textAttribute(NAMES.locality, 'XSPA Locality', claims.locality),
  textAttribute(NAMES.permissions, 'Hl7 Permissions', ...claims.permissions.map((code) => PERMISSION_URN_PREFIX + code)),
  claims.onBehalfOf === undefined ? undefined : codedAttribute(NAMES.onBehalfOf, 'OnBehalfOf', roleElement(claims.onBehalfOf)),
  textAttribute(NAMES.clinicalSpeciality, 'Clinical Speciality', claims.clinicalSpeciality),
];

/** The assertion before it is signed. */
export const hcpElement = (claims: HcpClaims, options: Pick<IssueOptions, 'id' | 'now'>): XmlElement =>
  unsignedAssertion({
    kind: 'hcp',
    issuer: `urn:idp:${claims.country}:countryB`,
    nameId: {
      value: claims.nameId,
      format: claims.nameIdFormat ?? NAME_ID_UNSPECIFIED,
      ...(claims.spProvidedId === undefined ? {} : { spProvidedId: claims.spProvidedId }),
    },
    lifetimeMs: DEFAULT_SAML_POLICY.hcpLifetimeMs,
    until: claims.until,
    authnInstant: claims.authnInstant,
    classRef: claims.assurance,
    attributes: attributesOf(claims),
  }, options);

/**
 * Issues the identity assertion of a professional in the wire form of wire-contract 4.2-4.6; valid four hours or until
 * her session ends.
 * @throws NcpError NCP_SAML_ID, NCP_SAML_ROLE, NCP_DSIG_*
 */
export const issueHcpAssertion = (claims: HcpClaims, options: IssueOptions): XmlElement =>
  signAssertion(hcpElement(claims, options), options);
