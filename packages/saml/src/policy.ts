import { ASSERTION_AUDIENCE, CODE_SYSTEMS, COUNTRIES, type CountryCode, type RoleTable } from '@ncp/domain';
import { NHIN_PURPOSE_SYSTEM, PURPOSE_SYSTEM, TWO_FACTOR_CLASSES } from './names.js';

/** Everything the checks compare with: data, so that a rule change is no code change. There is no value that turns a check off. */
export interface SamlPolicy {
  /** Clock difference tolerated between countries. */
  readonly skewMs: number;
  readonly hcpLifetimeMs: number;
  readonly trcLifetimeMs: number;
  /** Age of the professional's own authentication. */
  readonly authenticationAgeMs: number;
  /** Messages that one assertion may accompany; one with OneTimeUse accompanies one. */
  readonly maxUses: number;
  /** Longest text of the subject and of an attribute: what it says is written into records and indexes [local], for the profile gives no length. */
  readonly maxTextCharacters: number;
  readonly audience: string;
  /** May the audience be left out? The profile lets it (decisions D66). */
  readonly audienceOptional: boolean;
  /** AuthnContextClassRef values that are strong enough. */
  readonly assurance: readonly string[];
  readonly roleSystem: string;
  readonly purposes: readonly string[];
  readonly purposeSystems: readonly string[];
  /**
   * What must be present beside purpose EMERGENCY: an emergency access must name the organisation that answers for it.
   * [local]: the profile asks for extras but does not list them.
   */
  readonly emergencyNeeds: readonly ('organisation' | 'organisationId')[];
  /** Lower case: they are compared without regard to case. */
  readonly facilityTypes: readonly string[];
  /** Per-country replacement of entitlement rows (decisions D65). */
  readonly roles: RoleTable;
  /** homeCommunityId (bare OID) to the country that uses it. */
  readonly communities: ReadonlyMap<string, CountryCode>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const communities = (): ReadonlyMap<string, CountryCode> =>
  new Map(COUNTRIES.flatMap(({ code, homeCommunityId, earlierCommunityIds }) =>
    [homeCommunityId, ...earlierCommunityIds].map((id): [string, CountryCode] => [id, code])));

/** wire-contract 4.2-4.5 and decisions 3.3, D60-D66. */
export const DEFAULT_SAML_POLICY: SamlPolicy = {
  skewMs: MINUTE_MS,
  hcpLifetimeMs: 4 * HOUR_MS,
  trcLifetimeMs: 2 * HOUR_MS,
  authenticationAgeMs: 12 * HOUR_MS,
  maxUses: 200,
  maxTextCharacters: 512,
  audience: ASSERTION_AUDIENCE,
  audienceOptional: true,
  assurance: TWO_FACTOR_CLASSES,
  roleSystem: CODE_SYSTEMS.isco,
  purposes: ['TREATMENT', 'EMERGENCY'],
  purposeSystems: [PURPOSE_SYSTEM, NHIN_PURPOSE_SYSTEM],
  emergencyNeeds: ['organisation', 'organisationId'],
  facilityTypes: ['hospital', 'resident physician', 'pharmacy', 'other'],
  roles: {},
  communities: communities(),
};
