import { NS, attr, child, childrenOf, textOf, type XmlElement } from '@ncp/xml';
import { readAttributes, type AttributeTable } from './attributes.js';
import type { AssertionKind } from './names.js';
import { checkShape } from './schema.js';

/**
 * An assertion taken apart, nothing judged but its shape: what is missing is absent, so that each check can say what.
 * Read from verified elements only.
 */
export interface AssertionFrame {
  readonly version: string;
  readonly id: string;
  readonly issueInstant: string;
  readonly issuer: string;
  readonly nameId?: NameId;
  /** Method of each SubjectConfirmation. */
  readonly confirmations: readonly string[];
  readonly conditions?: Conditions;
  /** AssertionIDRef texts; an empty text where another kind of reference stands, so that positions hold. */
  readonly advice: readonly string[];
  readonly authentications: readonly Authentication[];
  readonly attributes: AttributeTable;
}

export interface NameId {
  readonly value: string;
  readonly format: string;
  readonly spProvidedId?: string;
}

export interface Conditions {
  readonly notBefore: string;
  readonly notOnOrAfter: string;
  /** One list per AudienceRestriction: one of each list must fit. */
  readonly audiences: readonly (readonly string[])[];
  readonly oneTimeUse: boolean;
  /** Conditions of a kind we do not know; a receiver must then not rely on the assertion (SAML core 2.5.1.1). */
  readonly unknown: number;
}

export interface Authentication {
  readonly instant: string;
  readonly sessionEnd?: string;
  readonly classRef: string;
}

const trimmed = (element: XmlElement | undefined): string => (element === undefined ? '' : textOf(element).trim());
const attribute = (element: XmlElement, local: string): string => attr(element, local)?.trim() ?? '';

const nameIdOf = (subject: XmlElement | undefined): NameId | undefined => {
  const element = subject === undefined ? undefined : child(subject, NS.saml, 'NameID');
  if (element === undefined) return undefined;
  const spProvidedId = attribute(element, 'SPProvidedID');
  return { value: trimmed(element), format: attribute(element, 'Format'), ...(spProvidedId === '' ? {} : { spProvidedId }) };
};

const conditionsOf = (element: XmlElement): Conditions => ({
  notBefore: attribute(element, 'NotBefore'),
  notOnOrAfter: attribute(element, 'NotOnOrAfter'),
  audiences: childrenOf(element, NS.saml, 'AudienceRestriction').map((one) => childrenOf(one, NS.saml, 'Audience').map(trimmed)),
  oneTimeUse: child(element, NS.saml, 'OneTimeUse') !== undefined,
  unknown: childrenOf(element, NS.saml, 'Condition').length,
});

const authenticationOf = (element: XmlElement): Authentication => {
  const context = child(element, NS.saml, 'AuthnContext');
  const sessionEnd = attribute(element, 'SessionNotOnOrAfter');
  return {
    instant: attribute(element, 'AuthnInstant'),
    classRef: trimmed(context === undefined ? undefined : child(context, NS.saml, 'AuthnContextClassRef')),
    ...(sessionEnd === '' ? {} : { sessionEnd }),
  };
};

const adviceOf = (element: XmlElement | undefined): readonly string[] =>
  element === undefined ? [] : childrenOf(element).map((one) => (one.local === 'AssertionIDRef' ? trimmed(one) : ''));

/** NameQualifier of the Issuer: what tells the kind, so it is read before the shape is judged. Empty where it is missing. */
export const qualifierOf = (assertion: XmlElement): string => {
  const issuer = child(assertion, NS.saml, 'Issuer');
  return issuer === undefined ? '' : attribute(issuer, 'NameQualifier');
};

/** @throws NcpError as `checkShape` */
export const readFrame = (assertion: XmlElement, kind: AssertionKind): AssertionFrame => {
  checkShape(assertion, kind);
  const subject = child(assertion, NS.saml, 'Subject');
  const nameId = nameIdOf(subject);
  const conditions = child(assertion, NS.saml, 'Conditions');
  return {
    version: attribute(assertion, 'Version'),
    id: attribute(assertion, 'ID'),
    issueInstant: attribute(assertion, 'IssueInstant'),
    issuer: trimmed(child(assertion, NS.saml, 'Issuer')),
    ...(nameId === undefined ? {} : { nameId }),
    confirmations: subject === undefined ? [] : childrenOf(subject, NS.saml, 'SubjectConfirmation').map((one) => attribute(one, 'Method')),
    ...(conditions === undefined ? {} : { conditions: conditionsOf(conditions) }),
    advice: adviceOf(child(assertion, NS.saml, 'Advice')),
    authentications: childrenOf(assertion, NS.saml, 'AuthnStatement').map(authenticationOf),
    attributes: readAttributes(childrenOf(assertion, NS.saml, 'AttributeStatement')),
  };
};
