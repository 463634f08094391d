import { ASSERTION_AUDIENCE, NcpError, addMs, utc, type Instant } from '@ncp/domain';
import { NS, element, signElement, type SigningKey, type XmlElement } from '@ncp/xml';
import { isNcName } from './frame-checks.js';
import { NAME_FORMAT_URI, PURPOSE_SYSTEM, QUALIFIERS, SENDER_VOUCHES } from './names.js';
import { earlier } from './time.js';

/** What signing needs; time, id and key come from the caller. */
export interface IssueOptions {
  /** `_<uuid>`: an NCName (decisions D64). */
  readonly id: string;
  readonly now: Instant;
  readonly key: SigningKey;
  readonly certificateDer: Uint8Array;
}

/** The common part of an assertion to issue, in schema order (wire-contract 4.2, 4.5). */
export interface FrameToIssue {
  readonly kind: 'hcp' | 'trc';
  readonly issuer: string;
  readonly nameId: { readonly value: string; readonly format: string; readonly spProvidedId?: string };
  readonly lifetimeMs: number;
  /** The assertion ends no later than this. */
  readonly until: Instant | undefined;
  readonly advice?: string;
  readonly authnInstant: Instant;
  readonly classRef: string;
  readonly attributes: readonly (XmlElement | undefined)[];
}

const saml = (local: string, attributes: Readonly<Record<string, string | undefined>>, ...content: readonly (XmlElement | string | undefined)[]): XmlElement =>
  element(NS.saml, `saml2:${local}`, attributes, ...content);

const attribute = (name: string, friendlyName: string, values: readonly XmlElement[]): XmlElement =>
  saml('Attribute', { FriendlyName: friendlyName, Name: name, NameFormat: NAME_FORMAT_URI }, ...values);

/** Text values with `xsi:type="xsd:string"`; undefined without any. */
export const textAttribute = (name: string, friendlyName: string, ...values: readonly (string | undefined)[]): XmlElement | undefined => {
  const texts = values.filter((value) => value !== undefined);
  if (texts.length === 0) return undefined;
  return attribute(name, friendlyName, texts.map((value) => saml('AttributeValue', { 'xsi:type': 'xsd:string' }, value)));
};

/** Role and PurposeOfUse without prefix: Java peers look them up by their written name (wire-contract 4.3). */
export const codedAttribute = (name: string, friendlyName: string, coded: XmlElement): XmlElement =>
  attribute(name, friendlyName, [saml('AttributeValue', {}, coded)]);

export const purposeElement = (code: string): XmlElement =>
  element(NS.hl7, 'PurposeOfUse', { code, codeSystem: PURPOSE_SYSTEM, codeSystemName: 'eHDSI XSPA PurposeOfUse', displayName: code });

const conditions = (from: Instant, until: Instant): XmlElement =>
  saml('Conditions', { NotBefore: utc(from), NotOnOrAfter: utc(until) },
    saml('AudienceRestriction', {}, saml('Audience', {}, ASSERTION_AUDIENCE)));

const authentication = (instant: Instant, classRef: string): XmlElement =>
  saml('AuthnStatement', { AuthnInstant: utc(instant) },
    saml('AuthnContext', {}, saml('AuthnContextClassRef', {}, classRef)));

const endOf = (frame: FrameToIssue, now: Instant): Instant => {
  const longest = addMs(now, frame.lifetimeMs);
  return frame.until === undefined ? longest : earlier(longest, frame.until);
};

/** Declares `xsd`, because the values name it and the signature covers it (wire-contract 4.6, 15.4). */
export const unsignedAssertion = (frame: FrameToIssue, { id, now }: Pick<IssueOptions, 'id' | 'now'>): XmlElement => {
  if (!isNcName(id)) throw new NcpError('NCP_SAML_ID');
  const { nameId, advice } = frame;
  return saml('Assertion', { 'xmlns:xsd': NS.xsd, ID: id, IssueInstant: utc(now), Version: '2.0' },
    saml('Issuer', { NameQualifier: QUALIFIERS[frame.kind] }, frame.issuer),
    saml('Subject', {},
      saml('NameID', { Format: nameId.format, SPProvidedID: nameId.spProvidedId }, nameId.value),
      saml('SubjectConfirmation', { Method: SENDER_VOUCHES })),
    conditions(now, endOf(frame, now)),
    advice === undefined ? undefined : saml('Advice', {}, saml('AssertionIDRef', {}, advice)),
    authentication(frame.authnInstant, frame.classRef),
    saml('AttributeStatement', {}, ...frame.attributes));
};

/** Enveloped signature after Issuer, exclusive c14n with the prefix that the values name. */
export const signAssertion = (assertion: XmlElement, { id, key, certificateDer }: IssueOptions): XmlElement =>
  signElement(assertion, { id, idAttribute: 'ID', key, certificateDer, inclusivePrefixes: ['xsd'] });
