import { describe, expect, it } from '@jest/globals';
import { NcpError } from '@ncp/domain';
import { deepText, requireVerified } from '@ncp/xml';
import { HCP_ID, context, errorOf, hcp, refusal, security, swap, trc, validate } from '../test/assertions.js';
import { CANARY, TARGETS, VARIANTS, attacked, twoHeaders, type Variant } from '../test/wrapping.js';
import { validateAssertions } from './validate.js';

/** Where another code than NCP_XSW_WRAPPING says more precisely what is wrong; the second is for attacks on both. */
const MORE_PRECISE: Readonly<Record<string, readonly [one: string, both: string]>> = {
  'XSW-02 signature as a sibling of the original': ['NCP_DSIG_POSITION', 'NCP_DSIG_POSITION'],
  'XSW-03 evil before the original': ['NCP_DSIG_MISSING', 'NCP_SAML_UNEXPECTED'],
  'XSW-03 evil after the original': ['NCP_DSIG_MISSING', 'NCP_SAML_UNEXPECTED'],
  'XSW-05 evil keeps the signature, original without it at the end': ['NCP_DSIG_TARGET', 'NCP_SAML_UNEXPECTED'],
  'XSW-13 evil with the same id before the original': ['NCP_DSIG_POSITION', 'NCP_SAML_UNEXPECTED'],
  'XSW-13 evil with the same id after the original': ['NCP_XML_DUPLICATE_ID', 'NCP_SAML_UNEXPECTED'],
  'XSW-13 evil with the same id and signature in its place': ['NCP_DSIG_DIGEST', 'NCP_DSIG_DIGEST'],
};

const table = Object.entries(VARIANTS).flatMap(([name, variant]) => TARGETS.map((target): [string, string, string, Variant, typeof target] => {
  const [one, both] = MORE_PRECISE[name] ?? ['NCP_XSW_WRAPPING', 'NCP_XSW_WRAPPING'];
  return [name, target, target === 'both' ? both : one, variant, target];
}));

const everythingIn = (error: Error): string =>
  JSON.stringify([error.message, error.stack, String(error.cause), error instanceof NcpError ? error.details : {}]);

describe('signature wrapping', () => {
  it('accepts the base message (control)', () => {
    expect(refusal(hcp() + trc())).toBe('none');
  });

  it.each(table)('%s: %s is %s', (_name, _target, code, variant, target) => {
    const message = attacked(variant, target);
    expect(deepText(message.parent?.parent ?? message)).toContain(CANARY);
    const error = errorOf(() => validate(message));
    expect(error.message).toBe(code);
    expect(everythingIn(error)).not.toContain(CANARY);
  });

  it('XSW-10 sees the assertions of a second security header even without the envelope check', () => {
    for (const attributes of ['', 's:role="urn:someone"']) expect(refusal(twoHeaders(attributes))).toBe('NCP_XSW_WRAPPING');
  });

  it.each([
    ['NameID', '>dk-4711<', '>dk-<!-- c -->4711<', 'NCP_XML_COMMENT_IN_VALUE'],
    ['NameID', '>dk-4711<', '>dk-4711<!-- c -->.evil<', 'NCP_XML_COMMENT_IN_VALUE'],
    ['NameID', '>dk-4711<', '>dk-<?p i?>4711<', 'NCP_XML_PI'],
    ['patient id', '>199008202385^^^', '>19900820<!---->2385^^^', 'NCP_XML_COMMENT_IN_VALUE'],
    ['patient id', '>199008202385^^^', '>19900820<?p?>2385^^^', 'NCP_XML_PI'],
    ['role', '<Role xmlns', '<!-- c --><Role xmlns', 'NCP_XML_COMMENT_IN_VALUE'],
  ])('XSW-19 refuses a split %s (%s to %s)', (_name, from, to, code) => {
    // Put in after signing: canonicalisation without comments would not notice.
    const edit = swap(from, to);
    const content = from.includes('1990') ? hcp() + edit(trc()) : edit(hcp()) + trc();
    expect(refusal(content)).toBe(code);
  });

  it('XSW-19 reads a value with CDATA whole', () => {
    const result = validate(swap('>dk-4711<', '>dk-<![CDATA[47]]>11<')(hcp()) + trc());
    expect(requireVerified(result.hcp).nameId).toBe('dk-4711');
  });

  it('XSW-20 accepts a genuine assertion with a genuine Advice reference (control)', () => {
    const advised = trc({ edit: swap('</saml2:AssertionIDRef>', '</saml2:AssertionIDRef><saml2:AssertionIDRef>_older</saml2:AssertionIDRef>') });
    const result = validate(hcp() + advised);
    expect(result.trc === undefined ? '' : requireVerified(result.trc).hcpId).toBe(HCP_ID);
  });

  it('DSIG-36 returns what was signed, whatever happens to the message later', () => {
    const message = security(hcp() + trc());
    const { hcp: before } = validateAssertions(message, context());
    expect(Object.isFrozen(before)).toBe(true);
    expect(requireVerified(before).nameId).toBe('dk-4711');
  });

  it('refuses an edited assertion', () => {
    expect(refusal(swap('>Pharmacy<', '>Hospital<')(hcp()) + trc())).toBe('NCP_DSIG_DIGEST');
    expect(refusal(hcp() + swap('199008202385', '199008202386')(trc()))).toBe('NCP_DSIG_DIGEST');
  });
});
