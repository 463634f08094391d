import { LOCAL_ASSERTION_LIMITS, NcpError } from '@ncp/domain';
import { NS, attr, childrenOf, extentOf, rootOf, walk, type XmlElement } from '@ncp/xml';
import { isNcName } from './frame-checks.js';
import { isEncrypted } from './schema.js';

/** HCP, TRC and next of kin: nothing else is ever legal, and each costs a signature to check. */
const MAX_ASSERTIONS = 3;

const isAssertion = (element: XmlElement): boolean => element.ns === NS.saml && element.local === 'Assertion';

/** Something a reader might take for an assertion, in whatever namespace and case (RS XSW-14). */
const looksLikeAssertion = (element: XmlElement): boolean => element.local.toLowerCase() === 'assertion';

/**
 * Anything like an assertion that is not a direct child of the security header is a place to hide one: in another
 * header, in Body, in Advice, in Object, in an extension (RS XSW-01, -04, -06 to -09, -11, -12).
 */
const refuseHidden = (security: XmlElement, assertions: readonly XmlElement[]): void => {
  const expected = new Set(assertions);
  for (const element of walk(rootOf(security))) {
    if (looksLikeAssertion(element) && !expected.has(element)) throw new NcpError('NCP_XSW_WRAPPING', { at: element.local });
  }
};

const refuseForeign = (children: readonly XmlElement[]): void => {
  for (const child of children) {
    if (isEncrypted(child)) throw new NcpError('NCP_SAML_UNSUPPORTED');
    // A message signature is not in the profile, and a detached one is a wrapping attack in the making (RS XSW-02).
    if (child.ns === NS.ds) throw new NcpError('NCP_DSIG_POSITION', { at: 'Security' });
  }
};

/** A message may be large for its documents; what is canonicalised and remembered may not (RS P5). */
const requireModest = (assertion: XmlElement): void => {
  const extent = extentOf(assertion);
  for (const what of ['nodes', 'characters', 'namespaces'] as const) {
    const limit = LOCAL_ASSERTION_LIMITS[what];
    if (extent[what] > limit) throw new NcpError('NCP_SAML_STRUCTURE', { at: what, limit });
  }
};

/**
 * The assertions of a security header, before any signature is checked: their number, place and size, and the form of
 * their ids. Their kind is not read here: nothing is read from what is not verified.
 * @throws NcpError NCP_SAML_HCP_MISSING, _UNSUPPORTED, _UNEXPECTED, _STRUCTURE, _ID; NCP_XSW_WRAPPING; NCP_DSIG_POSITION
 */
export const assertionsIn = (security: XmlElement | undefined): readonly XmlElement[] => {
  if (security === undefined) throw new NcpError('NCP_SAML_HCP_MISSING');
  const children = childrenOf(security);
  refuseForeign(children);
  const assertions = children.filter(isAssertion);
  refuseHidden(security, assertions);
  if (assertions.length > MAX_ASSERTIONS) throw new NcpError('NCP_SAML_UNEXPECTED', { assertions: assertions.length });
  for (const assertion of assertions) {
    requireModest(assertion);
    if (!isNcName(attr(assertion, 'ID') ?? '')) throw new NcpError('NCP_SAML_ID');
  }
  return assertions;
};
