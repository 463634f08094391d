import { X509Certificate } from 'node:crypto';
import type { InstanceIdentifier, Transaction } from '@ncp/domain';
import { attr, child, childrenOf, NS, parseXml, textOf, utf8, walk, type XmlElement } from '@ncp/xml';
import { SignedXml } from 'xml-crypto';
import { readCx } from './request.js';

/** Why a message is turned away: a code of the wire (wire-contract 4.7, 5.3). */
export class AbroadRefusal extends Error {
  readonly code: string;
  constructor(code: string, text: string) {
    super(text);
    this.code = code;
  }
}

interface Claims {
  readonly kind: 'hcp' | 'trc' | 'other';
  readonly id: string;
  readonly element: XmlElement;
}

/** Who asks about whom, as two signatures say. */
export interface Vouched {
  readonly professional: string;
  readonly role: string;
  readonly patient: InstanceIdentifier | undefined;
}

export interface AssertionRules {
  /** PEM of the authorities of Swedish seals. */
  readonly anchors: readonly string[];
  readonly country: string;
  readonly now: () => Date;
}

const SKEW_MS = 60_000;
const HOUR_MS = 3_600_000;
const AUDIENCE = 'urn:ehdsi:assertions.audience:x-border';
const TWO_FACTORS = new Set(['MobileTwoFactorUnregistered', 'MobileTwoFactorContract', 'X509', 'SPKI', 'SmartcardPKI', 'SoftwarePKI', 'TLSClient']);
const PERMISSIONS: Readonly<Record<Transaction, readonly (readonly string[])[]>> = {
  'ITI-55': [['PRD-006']], 'ITI-38': [['PRD-004', 'PRD-010'], ['PRD-003', 'PRD-005', 'PRD-010', 'PRD-016']],
  'ITI-39': [['PRD-004', 'PRD-010'], ['PRD-003', 'PRD-005', 'PRD-010', 'PRD-016']], 'ITI-41': [['PPD-046']],
};
/** Roles that may dispense (decisions D65). */
const DISPENSERS = new Set(['2262', '3213', '221']);

const slices = (xml: string, local: string): readonly string[] =>
  [...xml.matchAll(new RegExp(String.raw`<((?:[\w-]+:)?)${local}[\s>][\s\S]*?</\1${local}\s*>`, 'g'))].map(([found]) => found);

const refuse = (code: string, text: string): never => { throw new AbroadRefusal(code, text); };
const integrity = (text: string): never => refuse('ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', text);

/** The certificate in the signature: of a trusted authority, in force, of the country. */
function trustedKey(signature: string, { anchors, country, now }: AssertionRules): X509Certificate {
  const [text, another] = slices(signature, 'X509Certificate');
  if (text === undefined || another !== undefined) return integrity('exactly one certificate is expected in the signature');
  const certificate = new X509Certificate(Buffer.from(text.replaceAll(/<[^>]*>|\s/g, ''), 'base64'));
  const at = now();
  if (!anchors.some((pem) => certificate.verify(new X509Certificate(pem).publicKey))) return integrity('the sealing certificate is not of a trusted authority');
  if (at < certificate.validFromDate || at > certificate.validToDate) return integrity('the sealing certificate is not in force');
  if (!certificate.subject.split('\n').includes(`C=${country}`)) return integrity('the sealing certificate is of another country');
  return certificate;
}

function holds(xml: string, signature: string, key: X509Certificate): string | undefined {
  const check = new SignedXml({ publicCert: key.publicKey, getCertFromKeyInfo: () => null });
  try {
    check.loadSignature(signature);
    return check.checkSignature(xml) ? check.getSignedReferences()[0] : undefined;
  } catch {
    // Also what xml-crypto cannot read is not verified.
    return undefined;
  }
}

/** Nothing is read but what the signature covers; an assertion that leans on the envelope for a namespace is tried inside it. */
function verified(assertion: string, envelope: string, rules: AssertionRules): Claims {
  const [signature, another] = slices(assertion, 'Signature');
  if (signature === undefined || another !== undefined) return integrity('each assertion needs exactly one signature');
  const key = trustedKey(signature, rules);
  const signed = holds(assertion, signature, key) ?? holds(envelope, signature, key) ?? integrity('a signature does not hold');
  const element = parseXml(utf8(signed));
  const issuer = child(element, NS.saml, 'Issuer');
  if (element.local !== 'Assertion' || issuer === undefined) return integrity('the signature does not cover the assertion');
  const qualifier = attr(issuer, 'NameQualifier') ?? '';
  const kind = qualifier === 'urn:ehdsi:assertions:hcp' ? 'hcp' : qualifier === 'urn:ehdsi:assertions:trc' ? 'trc' : 'other';
  return { kind, id: attr(element, 'ID') ?? '', element };
}

const valuesOf = (claims: Claims, name: string): readonly XmlElement[] =>
  [...walk(claims.element)].filter((one) => one.local === 'Attribute' && attr(one, 'Name') === name).flatMap((one) => childrenOf(one, NS.saml, 'AttributeValue'));
const textsOf = (claims: Claims, name: string): readonly string[] => valuesOf(claims, name).map((value) => textOf(value).trim());
const named = (claims: Claims, local: string): XmlElement | undefined => [...walk(claims.element)].find((one) => one.ns === NS.saml && one.local === local);

function checkFrame(claims: Claims, hours: number, code: string, now: Date): void {
  const conditions = named(claims, 'Conditions');
  const [from, until] = ['NotBefore', 'NotOnOrAfter'].map((name) => Date.parse(conditions === undefined ? '' : attr(conditions, name) ?? ''));
  if (from === undefined || until === undefined || !(from <= now.getTime() + SKEW_MS) || !(until >= now.getTime() - SKEW_MS)) refuse(code, 'the assertion is not in force');
  else if (until - from > hours * HOUR_MS) refuse(code, 'the assertion lives too long');
  const audience = named(claims, 'Audience');
  if (audience !== undefined && textOf(audience).trim() !== AUDIENCE) refuse(code, 'the assertion is for another audience');
}

const classOf = (claims: Claims): string => {
  const found = named(claims, 'AuthnContextClassRef');
  return found === undefined ? '' : textOf(found).trim().replace('urn:oasis:names:tc:SAML:2.0:ac:classes:', '');
};

function professional(hcp: Claims, transaction: Transaction, now: Date): { readonly professional: string; readonly role: string } {
  checkFrame(hcp, 4, 'ERROR_HPI_GENERIC', now);
  if (!TWO_FACTORS.has(classOf(hcp))) refuse('ERROR_HPI_GENERIC', 'two factors are required');
  for (const name of ['urn:oasis:names:tc:xspa:1.0:subject:subject-id', 'urn:ehdsi:names:subject:healthcare-facility-type', 'urn:oasis:names:tc:xspa:1.0:environment:locality']) {
    if (textsOf(hcp, name)[0] === undefined) refuse('ERROR_HPI_GENERIC', `${name} is missing`);
  }
  const role = valuesOf(hcp, 'urn:oasis:names:tc:xacml:2.0:subject:role').flatMap((value) => childrenOf(value))[0];
  const code = role === undefined ? '' : attr(role, 'code') ?? '';
  const permissions = textsOf(hcp, 'urn:oasis:names:tc:xspa:1.0:subject:hl7:permission').map((text) => text.split(':').at(-1) ?? '');
  if (!PERMISSIONS[transaction].some((set) => set.every((one) => permissions.includes(one))) || (transaction === 'ITI-41' && !DISPENSERS.has(code))) {
    refuse('4703', 'the role or its permissions do not allow this');
  }
  const nameId = named(hcp, 'NameID');
  return { professional: nameId === undefined ? '' : textOf(nameId).trim(), role: code };
}

function relationship(trc: Claims | undefined, hcp: Claims, now: Date): InstanceIdentifier {
  if (trc === undefined) return refuse('1001', 'a treatment relationship is required');
  checkFrame(trc, 2, '1001', now);
  if (classOf(trc) !== 'PreviousSession') refuse('1001', 'the treatment relationship does not say PreviousSession');
  const advice = named(trc, 'AssertionIDRef');
  if (advice === undefined || textOf(advice).trim() !== hcp.id) refuse('1002', 'the treatment relationship belongs to another assertion');
  return readCx(textsOf(trc, 'urn:oasis:names:tc:xspa:1.0:subject:subject-id')[0] ?? '') ?? refuse('1001', 'the treatment relationship names no patient');
}

/** One professional sends many messages with the same two assertions: each is verified once. */
const MOST_REMEMBERED = 1_000;

export function assertionCheck(rules: AssertionRules): (envelope: string, transaction: Transaction) => Vouched {
  const known = new Map<string, Claims>();
  const claimsOf = (assertion: string, envelope: string): Claims => {
    const found = known.get(assertion) ?? verified(assertion, envelope, rules);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(assertion, found);
    return found;
  };
  return (envelope, transaction) => {
    const end = envelope.search(/<[\w-]*:?Body[\s>]/);
    const all = slices(envelope.slice(0, end === -1 ? undefined : end), 'Assertion').map((one) => claimsOf(one, envelope));
    const hcp = all.find(({ kind }) => kind === 'hcp') ?? refuse('ERROR_HPI_AUTHENTICATION_NOT_RECEIVED', 'no identity assertion');
    const who = professional(hcp, transaction, rules.now());
    return { ...who, patient: transaction === 'ITI-55' ? undefined : relationship(all.find(({ kind }) => kind === 'trc'), hcp, rules.now()) };
  };
}
