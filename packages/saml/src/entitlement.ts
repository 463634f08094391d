import {
  CLASS_CODES, NcpError, PERMISSION_URN_PREFIX, actionOf, mayDo, permissionsFor, type ClassCode, type NcpErrorCode,
  type ProfessionalAction, type Transaction,
} from '@ncp/domain';
import type { HcpAssertion } from './assertion.js';
import { DEFAULT_SAML_POLICY, type SamlPolicy } from './policy.js';

interface Holder {
  readonly role: string;
  readonly permissions: readonly string[];
  readonly country: HcpAssertion['country'];
}

/** Permission values to short codes; values of another form grant nothing. */
export const shortPermissions = (values: readonly string[]): readonly string[] =>
  values.filter((value) => value.startsWith(PERMISSION_URN_PREFIX)).map((value) => value.slice(PERMISSION_URN_PREFIX.length));

/**
 * What the transaction may turn out to be. A list or retrieve whose class is not yet known may be either of two;
 * the caller asks again with `requireClass` when it knows (use case A3).
 */
const actionsFor = (transaction: Transaction, classCode: ClassCode | undefined): readonly ProfessionalAction[] => {
  if (classCode !== undefined || transaction === 'ITI-55' || transaction === 'ITI-41') return [actionOf(transaction, classCode)];
  return [actionOf(transaction, CLASS_CODES.ePrescription), actionOf(transaction, CLASS_CODES.patientSummary)];
};

/** The role must be entitled and every permission of the class present (wire-contract 4.4, decisions D65). */
export const entitlementFault = (
  holder: Holder, wanted: { readonly transaction: Transaction; readonly classCode?: ClassCode }, policy: SamlPolicy,
): NcpErrorCode | undefined => {
  const byRole = actionsFor(wanted.transaction, wanted.classCode)
    .filter((action) => mayDo(holder.role, action, holder.country, policy.roles));
  if (byRole.length === 0) return 'NCP_SAML_ROLE';
  const permitted = byRole.some((action) => permissionsFor(action).every((code) => holder.permissions.includes(code)));
  return permitted ? undefined : 'NCP_SAML_PERMISSION';
};

/** Discarding is recorded under the organisation, so its id must be there (wire-contract 4.3). */
export const organisationFault = (organisationId: string | undefined, classCode: ClassCode | undefined): NcpErrorCode | undefined =>
  classCode === CLASS_CODES.discard && organisationId === undefined ? 'NCP_SAML_ORGANISATION' : undefined;

/**
 * Judges a validated professional again, now that the class of the document is known (use cases A3, A4).
 * @throws NcpError NCP_SAML_ROLE, NCP_SAML_PERMISSION, NCP_SAML_ORGANISATION
 */
export const requireClass = (
  hcp: HcpAssertion, wanted: { readonly transaction: Transaction; readonly classCode: ClassCode }, policy: SamlPolicy = DEFAULT_SAML_POLICY,
): void => {
  const holder = { role: hcp.role.code, permissions: hcp.permissions, country: hcp.country };
  const code = entitlementFault(holder, wanted, policy) ?? organisationFault(hcp.organisationId, wanted.classCode);
  if (code !== undefined) throw new NcpError(code, { transaction: wanted.transaction, classCode: wanted.classCode });
};
