import { CLASS_CODES, NcpError, epochMs, isNcpError, type ClassCode, type CountryCode, type Instant, type Transaction } from '@ncp/domain';
import { decodeVerified, requireVerified, verifyElement, type VerificationKey, type VerificationMemory, type Verified, type XmlElement } from '@ncp/xml';
import type { AssertionUse, SignedFrame, ValidatedAssertions } from './assertion.js';
import { runChecks, type Check, type CheckContext } from './check.js';
import { hcpFrom, nextOfKinFrom, trcFrom } from './decode.js';
import { qualifierOf, readFrame, type AssertionFrame } from './frame.js';
import { HCP_CHECKS } from './hcp-checks.js';
import { QUALIFIERS, type AssertionKind } from './names.js';
import { DEFAULT_SAML_POLICY, type SamlPolicy } from './policy.js';
import { assertionsIn } from './security-header.js';
import { nextOfKinChecks, trcChecks } from './trc-checks.js';

/** Who holds a signing certificate: answered by the trust store, which throws NCP_TRUST_* for every stranger. */
export interface Signer {
  readonly key: VerificationKey;
  readonly country: CountryCode;
}

export interface ValidationContext {
  readonly transaction: Transaction;
  /** Country of the TLS client certificate (decisions D69). */
  readonly peer: CountryCode;
  readonly now: Instant;
  readonly resolveSigner: (certificateDer: Uint8Array) => Signer;
  readonly policy?: SamlPolicy;
  /** Signatures verified before; every check of content is made for every message. */
  readonly memory?: VerificationMemory;
  /** Class of the request where it is known already; see `requireClass`. */
  readonly classCode?: ClassCode;
  readonly discard?: boolean;
}

/** An assertion whose signature holds. */
interface Signed {
  readonly assertion: Verified<XmlElement>;
  readonly signer: CountryCode;
}

/** The same, taken apart but not yet judged. */
interface Framed {
  readonly frame: Verified<AssertionFrame>;
  readonly signer: CountryCode;
}

const verifySigned = (received: XmlElement, { resolveSigner, memory }: ValidationContext): Signed => {
  let signer: Signer | undefined;
  const assertion = verifyElement(received, {
    idAttribute: 'ID',
    ...(memory === undefined ? {} : { memory }),
    resolveKey: (certificateDer) => {
      signer = resolveSigner(certificateDer);
      return signer.key;
    },
  });
  if (signer === undefined) throw new NcpError('NCP_TRUST_UNTRUSTED');
  return { assertion, signer: signer.country };
};

const kindOf = (assertion: XmlElement): AssertionKind => {
  const qualifier = qualifierOf(assertion);
  const kind = (['hcp', 'trc', 'nextOfKin'] as const).find((one) => QUALIFIERS[one] === qualifier);
  // The kind is never guessed: not from the position, not from the content (RS SAML-12).
  if (kind === undefined) throw new NcpError('NCP_SAML_UNEXPECTED', { qualifier: qualifier === '' ? 'missing' : 'unknown' });
  return kind;
};

/** One of each kind at most, in any order (RS SAML-05). What is wrong with its shape is told as that kind's (decisions D60). */
const sorted = (all: readonly Signed[]): ReadonlyMap<AssertionKind, Framed> => {
  const byKind = new Map<AssertionKind, Framed>();
  for (const { assertion, signer } of all) {
    const kind = kindOf(requireVerified(assertion));
    if (byKind.has(kind)) throw new NcpError('NCP_SAML_UNEXPECTED', { assertion: kind, repeated: true });
    byKind.set(kind, { frame: decodeVerified(assertion, (element) => readFrame(element, kind)), signer });
  }
  return byKind;
};

const classCodeOf = ({ classCode, discard }: ValidationContext): ClassCode | undefined =>
  discard === true ? CLASS_CODES.discard : classCode;

/** Runs the checks of one kind over its verified frame, then decodes it. */
const judge = <T>(signed: Framed, kind: AssertionKind, checks: readonly Check[], context: ValidationContext, decode: (frame: AssertionFrame) => T): Verified<T> =>
  decodeVerified(signed.frame, (frame) => {
    const classCode = classCodeOf(context);
    const checkContext: CheckContext = {
      kind,
      policy: context.policy ?? DEFAULT_SAML_POLICY,
      nowMs: epochMs(context.now),
      peer: context.peer,
      signer: signed.signer,
      transaction: context.transaction,
      ...(classCode === undefined ? {} : { classCode }),
    };
    runChecks(checks, frame, checkContext);
    return decode(frame);
  });

const useOf = ({ id, notOnOrAfter, oneTimeUse }: SignedFrame, policy: SamlPolicy): AssertionUse =>
  ({ id, notOnOrAfter, maxUses: oneTimeUse ? 1 : policy.maxUses });

const judgeAll = (byKind: ReadonlyMap<AssertionKind, Framed>, context: ValidationContext): ValidatedAssertions => {
  const signedHcp = byKind.get('hcp');
  const signedTrc = byKind.get('trc');
  const signedKin = byKind.get('nextOfKin');
  if (signedHcp === undefined) throw new NcpError('NCP_SAML_HCP_MISSING');
  const hcp = judge(signedHcp, 'hcp', HCP_CHECKS, context, (frame) => hcpFrom(frame, signedHcp.signer));
  const isPatientKnown = context.transaction !== 'ITI-55';
  if (isPatientKnown && signedTrc === undefined) throw new NcpError('NCP_SAML_TRC_MISSING');
  if (!isPatientKnown && signedTrc !== undefined) throw new NcpError('NCP_SAML_UNEXPECTED', { assertion: 'trc' });
  const trc = signedTrc === undefined
    ? undefined
    : judge(signedTrc, 'trc', trcChecks(requireVerified(signedHcp.frame)), context, (frame) => trcFrom(frame, signedTrc.signer, requireVerified(hcp)));
  const trcFrame = signedTrc === undefined ? undefined : requireVerified(signedTrc.frame);
  const nextOfKin = signedKin === undefined
    ? undefined
    : judge(signedKin, 'nextOfKin', nextOfKinChecks(trcFrame), context, (frame) => nextOfKinFrom(frame, signedKin.signer));
  const frames: readonly SignedFrame[] = [hcp, trc, nextOfKin].filter((one) => one !== undefined).map((one) => requireVerified<SignedFrame>(one));
  return {
    hcp,
    ...(trc === undefined ? {} : { trc }),
    ...(nextOfKin === undefined ? {} : { nextOfKin }),
    uses: frames.map((frame) => useOf(frame, context.policy ?? DEFAULT_SAML_POLICY)),
  };
};

/**
 * Proves who asks and for whom. Signatures first, then kind, then shape, then the table of checks; only verified content is read
 * and returned (wire-contract 4.7 with the stricter list, decisions D60-D66, D69, D70).
 * @throws NcpError NCP_SAML_*, NCP_DSIG_*, NCP_XSW_*, NCP_XML_DUPLICATE_ID, NCP_XML_COMMENT_IN_VALUE, NCP_XML_PI, and NCP_TRUST_* of `resolveSigner`;
 *   NCP_INTERNAL for any other exception: a failing check is a refusal (RS SAML-27)
 */
export const validateAssertions = (security: XmlElement | undefined, context: ValidationContext): ValidatedAssertions => {
  try {
    return judgeAll(sorted(assertionsIn(security).map((assertion) => verifySigned(assertion, context))), context);
  } catch (error) {
    throw isNcpError(error) ? error : new NcpError('NCP_INTERNAL', { at: 'assertions' }, error);
  }
};
