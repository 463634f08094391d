import { parseHomeCommunityId } from '@ncp/domain';
import { valueOf } from './attributes.js';
import { codeFor } from './cause.js';
import { unless, type Check } from './check.js';
import { HCP_ATTRIBUTES, PREVIOUS_SESSION, SENDER_VOUCHES } from './names.js';
import { msIn } from './time.js';

/** Checks of what every assertion has in common (wire-contract 4.2, 4.5, 4.7; decisions D61, D64, D66, D69). */

const NC_NAME = /^[A-Za-z_][\w.-]*$/;
const MAX_ID_CHARACTERS = 128;

/** Ids of another form are refused before the signature is looked at (decisions D64). */
export const isNcName = (id: string): boolean => id.length <= MAX_ID_CHARACTERS && NC_NAME.test(id);

export const signedInPeerCountry: Check = (_frame, { signer, peer }) => (signer === peer ? undefined : 'NCP_TRUST_COUNTRY');

const ISSUER_COUNTRY = /^urn:(?:idp|initgw):([A-Za-z]{2}):/;

/** An issuer need not name a country; one that does must name the peer's. */
export const issuerNamesPeerCountry: Check = (frame, { peer }) => {
  const named = ISSUER_COUNTRY.exec(frame.issuer)?.[1]?.toUpperCase();
  return named === undefined || named === peer ? undefined : 'NCP_TRUST_COUNTRY';
};

/** A homeCommunityId need not be given; one that is must belong to the peer. */
export const communityIsPeers: Check = (frame, { peer, policy }) => {
  const given = valueOf(frame.attributes, HCP_ATTRIBUTES.homeCommunityId);
  const id = given === undefined ? undefined : parseHomeCommunityId(given);
  if (id === undefined) return undefined;
  return id.ok && policy.communities.get(id.value) === peer ? undefined : 'NCP_TRUST_COUNTRY';
};

export const isVersion20: Check = (frame, context) => unless(frame.version === '2.0', context, 'structure');

export const hasIssuer: Check = (frame, context) => unless(frame.issuer !== '', context, 'issuer');

export const wasIssued: Check = (frame, context) => {
  const issued = msIn(frame.issueInstant);
  if (issued === undefined) return codeFor(context.kind, 'structure');
  return unless(issued <= context.nowMs + context.policy.skewMs, context, 'notYet');
};

export const hasSubject: Check = ({ nameId }, context) =>
  unless(nameId !== undefined && nameId.value !== '' && nameId.format !== '', context, 'subject');

export const subjectIsBounded: Check = ({ nameId }, context) =>
  unless([nameId?.value, nameId?.spProvidedId].every((text = '') => text.length <= context.policy.maxTextCharacters), context, 'subject');

export const isSenderVouches: Check = ({ confirmations }, context) =>
  unless(confirmations.length === 1 && confirmations[0] === SENDER_VOUCHES, context, 'subject');

export const hasPeriod: Check = ({ conditions }, context) => {
  const from = msIn(conditions?.notBefore ?? '');
  const until = msIn(conditions?.notOnOrAfter ?? '');
  return unless(from !== undefined && until !== undefined && from < until, context, 'conditions');
};

export const hasKnownConditions: Check = ({ conditions }, context) => unless(conditions?.unknown === 0, context, 'conditions');

export const hasBegun: Check = ({ conditions }, context) => {
  const from = msIn(conditions?.notBefore ?? '');
  return unless(from !== undefined && from <= context.nowMs + context.policy.skewMs, context, 'notYet');
};

export const hasNotEnded: Check = ({ conditions }, context) => {
  const until = msIn(conditions?.notOnOrAfter ?? '');
  return unless(until !== undefined && until >= context.nowMs - context.policy.skewMs, context, 'expired');
};

export const livesNotTooLong: Check = ({ conditions }, context) => {
  const { policy, kind } = context;
  const longest = kind === 'hcp' ? policy.hcpLifetimeMs : policy.trcLifetimeMs;
  const from = msIn(conditions?.notBefore ?? '') ?? Number.NEGATIVE_INFINITY;
  const until = msIn(conditions?.notOnOrAfter ?? '') ?? Number.POSITIVE_INFINITY;
  return unless(until - from <= longest, context, 'lifetime');
};

/** Each restriction must hold on its own (SAML core 2.5.1.4). */
export const isMeantForUs: Check = ({ conditions }, context) => {
  const audiences = conditions?.audiences ?? [];
  const { audience, audienceOptional } = context.policy;
  const isPresent = audiences.length > 0 || audienceOptional;
  return unless(isPresent && audiences.every((one) => one.includes(audience)), context, 'audience');
};

export const authenticatedOnce: Check = ({ authentications }, context) => unless(authentications.length === 1, context, 'assurance');

/** The professional's own login; for a TRC the previous session it stands on. */
export const authenticatedStrongly: Check = ({ authentications }, context) => {
  const [authentication] = authentications;
  const legal = context.kind === 'hcp' ? context.policy.assurance : [PREVIOUS_SESSION];
  return unless(authentication !== undefined && legal.includes(authentication.classRef), context, 'assurance');
};

export const authenticatedAlready: Check = ({ authentications }, context) => {
  const at = msIn(authentications[0]?.instant ?? '');
  if (at === undefined) return codeFor(context.kind, 'structure');
  return unless(at <= context.nowMs + context.policy.skewMs, context, 'notYet');
};

export const authenticatedRecently: Check = ({ authentications }, context) => {
  const at = msIn(authentications[0]?.instant ?? '') ?? Number.NEGATIVE_INFINITY;
  const end = authentications[0]?.sessionEnd;
  const sessionEnd = end === undefined ? Number.POSITIVE_INFINITY : msIn(end) ?? Number.NEGATIVE_INFINITY;
  const { authenticationAgeMs, skewMs } = context.policy;
  const isCurrent = context.nowMs - at <= authenticationAgeMs + skewMs && sessionEnd >= context.nowMs - skewMs;
  return unless(isCurrent, context, 'expired');
};

/** In this order for every kind. */
export const ORIGIN_CHECKS: readonly Check[] = [
  signedInPeerCountry, issuerNamesPeerCountry, communityIsPeers, isVersion20, hasIssuer, wasIssued,
];
export const PERIOD_CHECKS: readonly Check[] = [
  hasPeriod, hasKnownConditions, hasBegun, hasNotEnded, livesNotTooLong, isMeantForUs,
];
export const SUBJECT_CHECKS: readonly Check[] = [hasSubject, subjectIsBounded, isSenderVouches];
export const AUTHENTICATION_CHECKS: readonly Check[] = [
  authenticatedOnce, authenticatedStrongly, authenticatedAlready, authenticatedRecently,
];
