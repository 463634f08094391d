import { createPrivateKey, sign, X509Certificate, type KeyObject } from 'node:crypto';
import type { Seal } from '@ncp/simulator';
import { canonicalise, encodeBase64, NS, onlyChild, parseXml, serialiseXml, signElement, text, utf8, type SigningAlgorithm } from '@ncp/xml';

/** Changes the text of a message or an assertion. */
export type Edit = (xml: string) => string;

/** Replaces once, and insists that there was something to replace. */
export const swap = (from: string, to: string): Edit => (xml) => {
  if (!xml.includes(from)) throw new Error(`nothing to replace: ${from}`);
  return xml.replace(from, () => to);
};

export const swapAll = (from: string, to: string): Edit => (xml) => {
  if (!xml.includes(from)) throw new Error(`nothing to replace: ${from}`);
  return xml.replaceAll(from, () => to);
};

/** The text from the first `<name ...` to its end tag; names as written, prefix included. */
export const elementText = (xml: string, name: string, from = 0): string => {
  const begin = [' ', '>', '/'].map((end) => xml.indexOf(`<${name}${end}`, from)).filter((at) => at >= 0).sort((a, b) => a - b)[0] ?? -1;
  const tagEnd = xml.indexOf('>', begin);
  if (begin < 0 || tagEnd < 0) throw new Error(`no element ${name}`);
  if (xml[tagEnd - 1] === '/') return xml.slice(begin, tagEnd + 1);
  const end = `</${name}>`;
  return xml.slice(begin, xml.indexOf(end, begin) + end.length);
};

/** Removes the first element of that name with all it holds. */
export const cut = (name: string): Edit => (xml) => xml.replace(elementText(xml, name), '');

/** The whole Attribute element of that SAML name. */
export const attributeText = (xml: string, name: string): string => {
  const at = xml.indexOf(`Name="${name}"`);
  if (at < 0) throw new Error(`no attribute ${name}`);
  return elementText(xml, 'saml2:Attribute', xml.lastIndexOf('<saml2:Attribute ', at));
};

export const withoutAttribute = (name: string): Edit => (xml) => xml.replace(attributeText(xml, name), '');

export const signatureText = (signed: string): string => elementText(signed, 'ds:Signature');
export const unsigned = (signed: string): string => signed.replace(signatureText(signed), '');

const keys = new Map<string, KeyObject>();
const keyOf = ({ keyPem }: Seal): KeyObject => {
  const key = keys.get(keyPem) ?? createPrivateKey(keyPem);
  keys.set(keyPem, key);
  return key;
};

/** How to sign, where it is not as the profile says by default. */
export interface Manner {
  readonly algorithm?: SigningAlgorithm;
  readonly inclusivePrefixes?: readonly string[];
}

/** A valid signature of that country over whatever the assertion says; an earlier signature is dropped. */
export function signAgain(assertion: string, seal: Seal, manner: Manner = {}): string {
  const bare = assertion.includes('<ds:Signature') ? unsigned(assertion) : assertion;
  const parsed = parseXml(utf8(bare));
  const id = parsed.attributes.find((one) => one.local === 'ID')?.value ?? '';
  const inclusivePrefixes = parsed.namespaces.some((one) => one.prefix === 'xsd') ? ['xsd'] : [];
  return text(serialiseXml(signElement(parsed, {
    id, key: keyOf(seal), certificateDer: new Uint8Array(new X509Certificate(seal.certificatePem).raw), inclusivePrefixes, ...manner,
  })));
}

/** Changes SignedInfo and signs it anew, so that nothing but the change itself is wrong. */
export function withSignedInfo(signed: string, edit: Edit, { keyPem }: Seal): string {
  const whole = signatureText(signed);
  const changed = whole.replace(elementText(whole, 'ds:SignedInfo'), (info) => edit(info));
  const value = encodeBase64(new Uint8Array(sign('sha256', canonicalise(onlyChild(parseXml(utf8(changed)), NS.ds, 'SignedInfo')), keyPem)));
  return signed.replace(whole, () => changed.replace(elementText(changed, 'ds:SignatureValue'), `<ds:SignatureValue>${value}</ds:SignatureValue>`));
}
