import { beforeAll, describe, expect, it } from '@jest/globals';
import { NcpError, type NcpErrorCode } from '@ncp/domain';
import { codeOf } from '../fixtures/code-of.js';
import { assertion, envelope, find, received, rsaSigner, signedAssertion, withAttribute, withChildren, withEach, withText, type Signer } from '../fixtures/signing.js';
import { element, NS, parseXml, requireVerified, serialiseXml, signElement, textOf, verificationMemory, verifyElement, type VerificationMemory, type Verified, type XmlElement, utf8 } from './index.js';
import { fingerprintOf } from './verification-memory.js';

let rsa: Signer;
let other: Signer;
beforeAll(() => {
  rsa = rsaSigner();
  other = rsaSigner();
});

const verify = (message: XmlElement, memory: VerificationMemory, resolveKey: () => Signer['publicKey'] = () => rsa.publicKey): Verified<XmlElement> =>
  verifyElement(find(message, 'Assertion'), { memory, resolveKey });

const again = (root: XmlElement): XmlElement => parseXml(serialiseXml(root));

describe('a verification that is remembered', () => {
  it('serves the same assertion in another message, from the bytes that were digested', () => {
    const memory = verificationMemory();
    const signed = signedAssertion(rsa);
    const first = verify(received(signed), memory);
    const second = verify(received(signed), memory);
    expect(second).toBe(first);
    expect(textOf(find(requireVerified(second), 'NameID'))).toBe('pharmacist-0');
  });

  it('serves nobody else: one changed byte, a changed signature, another certificate', () => {
    const memory = verificationMemory();
    const good = received(signedAssertion(rsa));
    verify(good, memory);
    const changed = (local: string, edit: (el: XmlElement) => XmlElement): NcpErrorCode | undefined => codeOf(() => verify(again(withEach(good, local, edit)), memory));
    expect(changed('NameID', (el) => withText(el, 'pharmacist-1'))).toBe('NCP_DSIG_DIGEST');
    expect(changed('Role', (el) => withAttribute(el, 'code', '221'))).toBe('NCP_DSIG_DIGEST');
    expect(changed('SignatureValue', (el) => withText(el, `A${textOf(el).slice(1)}`))).toBe('NCP_DSIG_SIGNATURE');
    expect(changed('DigestValue', (el) => withText(el, `A${textOf(el).slice(1)}`))).toBe('NCP_DSIG_SIGNATURE');
  });

  it('is judged anew where it stands: a second element with its id, a Signature that hides deeper', () => {
    const memory = verificationMemory();
    const signed = signedAssertion(rsa);
    verify(received(signed), memory);
    expect(codeOf(() => verify(received(signed, assertion(1, '_assertion-0')), memory))).toBe('NCP_XML_DUPLICATE_ID');
    const doubled = withEach(received(signed), 'Subject', (el) => ({ ...el, children: [...el.children, find(received(signed), 'Signature')] }));
    expect(codeOf(() => verify(again(doubled), memory))).toBe('NCP_XSW_WRAPPING');
  });

  it('is asked for its trust each time: a signer that was withdrawn is refused, a key made anew is verified with', () => {
    const memory = verificationMemory();
    const message = received(signedAssertion(rsa));
    verify(message, memory);
    expect(codeOf(() => verify(message, memory, () => { throw new NcpError('NCP_TRUST_REVOKED'); }))).toBe('NCP_TRUST_REVOKED');
    expect(codeOf(() => verify(message, memory, () => other.publicKey))).toBe('NCP_DSIG_SIGNATURE');
  });

  it('never remembers a refusal', () => {
    const memory = verificationMemory();
    const message = received(signedAssertion(rsa));
    expect(codeOf(() => verify(message, memory, () => other.publicKey))).toBe('NCP_DSIG_SIGNATURE');
    expect(codeOf(() => verify(message, memory))).toBeUndefined();
  });

  it('knows one namespace in scope from another', () => {
    const memory = verificationMemory();
    const signed = signedAssertion(rsa);
    const first = verify(received(signed), memory);
    const renamed = parseXml(serialiseXml(withEach(again(envelope(signed)), 'Security', (el) => ({ ...el, namespaces: [...el.namespaces, { prefix: 'q', uri: 'urn:another' }] }))));
    const second = verify(renamed, memory);
    expect(second).not.toBe(first);
    expect(serialiseXml(requireVerified(second))).toEqual(serialiseXml(requireVerified(first)));
  });

  it('takes no value for the border between two, and no child for a sibling', () => {
    const spellings = ['<a b="c"/>', '<a b="c "/>', '<a><b>c</b></a>', '<a><b/>c</a>', '<a>b<c/></a>', '<a><b><c/></b></a>', '<a><b/><c/></a>', '<a><!--b--></a>', '<a>b</a>', '<a><?b c?></a>', '<a xmlns="urn:b"/>', '<b:a xmlns:b="urn:b"/>', '<a xmlns:b="urn:b"/>', '<a><!--c--></a>', '<a><?b d?></a>', '<a><?c b?></a>', '<a/>'];
    expect(new Set(spellings.map((xml) => fingerprintOf(parseXml(utf8(xml))))).size).toBe(spellings.length);
    expect(fingerprintOf(element('urn:a', 'a'))).not.toBe(fingerprintOf(element('urn:b', 'a')));
    const withNs = (ns: string): XmlElement => ({ ...element('', 'a'), attributes: [{ ns, prefix: 'p', local: 'b', value: 'c' }] });
    expect(fingerprintOf(withNs('urn:a'))).not.toBe(fingerprintOf(withNs('urn:b')));
  });

  type Remembered = Parameters<VerificationMemory['keep']>[1];
  const kept = (verified: Verified<XmlElement>, certificateBytes = 1): Remembered => ({ verified, certificateDer: new Uint8Array(certificateBytes), key: rsa.publicKey });
  /** The smallest memory that keeps it. */
  const roomOf = (remembered: Remembered): number => {
    const fits = (bytes: number): boolean => {
      const memory = verificationMemory(bytes);
      memory.keep('a', remembered);
      return memory.find('a') !== undefined;
    };
    let [none, all] = [0, 1 << 24];
    while (all - none > 1) {
      const middle = (none + all) >> 1;
      if (fits(middle)) all = middle;
      else none = middle;
    }
    return all;
  };

  it('lets go of what was kept longest ago, as soon as there is a byte too much', () => {
    const [a, b, c] = [0, 1, 2].map(() => kept(verify(received(signedAssertion(rsa)), verificationMemory()))) as [Remembered, Remembered, Remembered];
    const memory = verificationMemory(2 * roomOf(a));
    const found = (): readonly boolean[] => ['a', 'b', 'c'].map((name) => memory.find(name) !== undefined);
    memory.keep('a', a);
    memory.keep('b', b);
    expect(found()).toEqual([true, true, false]);
    memory.keep('a', a);
    memory.keep('c', c);
    expect(found()).toEqual([true, false, true]);
    memory.keep('c', c);
    expect(found()).toEqual([true, false, true]);
    const smaller = verificationMemory(2 * roomOf(a) - 1);
    smaller.keep('a', a);
    smaller.keep('b', b);
    expect([smaller.find('a') !== undefined, smaller.find('b') !== undefined]).toEqual([false, true]);
    memory.keep('large', kept(a.verified, roomOf(a)));
    expect([memory.find('large') !== undefined, ...found()]).toEqual([true, false, false, false]);
  });

  it('counts what it keeps: every element, every character, every byte of the certificate', () => {
    const holding = (...filler: readonly (XmlElement | string)[]): Verified<XmlElement> => {
      const [subject, ...more] = [find(assertion(), 'Subject'), element(NS.saml, 'saml2:Filler', {}, ...filler)];
      const filled = withChildren(assertion(), ...assertion().children.flatMap((node) => (node.kind === 'element' && node.local === subject?.local ? [node, ...more] : [node])));
      return verify(received(signElement(filled, { key: rsa.key, certificateDer: rsa.certificateDer })), verificationMemory());
    };
    const base = roomOf(kept(holding()));
    expect(roomOf(kept(holding(), 1001)) - base).toBe(1000);
    // Measured: an element costs some 160 bytes, a character up to two.
    expect(roomOf(kept(holding(...Array.from({ length: 1000 }, () => element('', 'a'))))) - base).toBeGreaterThan(160_000);
    expect(roomOf(kept(holding('x'.repeat(100_000)))) - base).toBeGreaterThanOrEqual(200_000);
  });

  it('keeps the assertions of some hundred visits, and of one who sends large ones a few', () => {
    const memory = verificationMemory();
    const [usual, large] = [kept(verify(received(signedAssertion(rsa, 4)), verificationMemory()), 2000), kept(verify(received(signedAssertion(rsa)), verificationMemory()), 2_000_000)];
    const names = Array.from({ length: 300 }, (_, n) => String(n));
    for (const name of names) memory.keep(name, usual);
    expect(names.filter((name) => memory.find(name) !== undefined)).toHaveLength(300);
    for (const name of names) memory.keep(name, large);
    expect(names.filter((name) => memory.find(name) !== undefined)).toHaveLength(16);
  });
});
