import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { NcpError, addMs, countryCode, instant, type CountryCode, type Instant, type NcpErrorCode } from '@ncp/domain';
import { childrenOf, hex, parseXml, serialiseXml, signElement, text, utf8, walk, type XmlElement } from '@ncp/xml';
import type { ValidatedAssertions } from '../src/assertion.js';
import { hcpElement, type HcpClaims } from '../src/issue-hcp.js';
import { trcElement, type HcpReference, type TrcOptions } from '../src/issue-trc.js';
import { validateAssertions, type Signer, type ValidationContext } from '../src/validate.js';

/** Genuinely signed assertions of two trusted countries and a stranger, and ways to spoil them before or after signing. */

export interface Party {
  readonly country: CountryCode;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** Stands for a certificate: one DER sequence that the resolver below knows by heart. */
  readonly certificateDer: Uint8Array;
}

let parties = 0;
const party = (country: string): Party => {
  parties += 1;
  return { country: countryCode(country), ...generateKeyPairSync('rsa', { modulusLength: 2048 }), certificateDer: Uint8Array.of(0x30, 3, 2, 1, parties) };
};

export const DENMARK = party('DK');
export const FINLAND = party('FI');
/** Says it is Danish; nobody knows its certificate. */
export const STRANGER = party('DK');

const trusted = new Map([DENMARK, FINLAND].map((one) => [hex(one.certificateDer), one]));

export const resolveSigner = (certificateDer: Uint8Array): Signer => {
  const found = trusted.get(hex(certificateDer));
  if (found === undefined) throw new NcpError('NCP_TRUST_UNTRUSTED');
  return { key: found.publicKey, country: found.country };
};

export const NOW: Instant = instant('2026-03-01T10:15:00Z');
export const seconds = (count: number): Instant => addMs(NOW, count * 1000);
export const HCP_ID = '_0a1b2c3d-0000-4000-8000-000000000001';
export const TRC_ID = '_0a1b2c3d-0000-4000-8000-000000000002';
export const PATIENT = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };

export const PERMISSIONS = ['PRD-003', 'PRD-004', 'PRD-005', 'PRD-006', 'PRD-010', 'PRD-016', 'PPD-046'];

export const claims = (over: Partial<HcpClaims> = {}): HcpClaims => ({
  country: DENMARK.country,
  nameId: 'dk-4711',
  spProvidedId: 'dk-4711',
  subjectId: 'Åse Apoteker',
  role: { code: '2262' },
  organisation: 'Apoteket Nørrebro',
  organisationId: 'urn:hl7ii:1.2.208.176.1.1:4711',
  facilityType: 'Pharmacy',
  purpose: 'TREATMENT',
  locality: 'Nørrebro',
  permissions: PERMISSIONS,
  homeCommunityId: '1.2.208',
  authnInstant: addMs(NOW, -30_000),
  assurance: 'urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI',
  ...over,
});

export type Edit = (xml: string) => string;
const same: Edit = (xml) => xml;

/** Replaces and insists that there was something to replace. */
export const swap = (from: string, to: string): Edit => (xml) => {
  if (!xml.includes(from)) throw new Error(`nothing to replace: ${from}`);
  return xml.replace(from, () => to);
};

export const swapAll = (from: string, to: string): Edit => (xml) => {
  if (!xml.includes(from)) throw new Error(`nothing to replace: ${from}`);
  return xml.replaceAll(from, to);
};

/** Signs whatever assertion the text holds: a valid signature over invalid content. */
export const signedText = (unsigned: string, by: Party = DENMARK): string => {
  const parsed = parseXml(utf8(unsigned));
  const id = parsed.attributes.find((one) => one.local === 'ID')?.value ?? '';
  const inclusivePrefixes = parsed.namespaces.some((one) => one.prefix === 'xsd') ? ['xsd'] : [];
  return text(serialiseXml(signElement(parsed, { id, key: by.privateKey, certificateDer: by.certificateDer, inclusivePrefixes })));
};

const asText = (element: XmlElement): string => text(serialiseXml(element));

export interface Make {
  readonly edit?: Edit;
  readonly by?: Party;
  readonly id?: string;
  readonly now?: Instant;
}

/** A signed HCP assertion; `edit` changes it before it is signed. */
export const hcp = (over: Partial<HcpClaims> = {}, { edit = same, by = DENMARK, id = HCP_ID, now = NOW }: Make = {}): string =>
  signedText(edit(asText(hcpElement(claims(over), { id, now }))), by);

export const reference = (over: Partial<HcpReference> = {}): HcpReference => ({
  id: HCP_ID, nameId: 'dk-4711', nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified', notOnOrAfter: seconds(4 * 3600), ...over,
});

export interface TrcMake extends Make {
  readonly of?: Partial<HcpReference>;
  readonly patient?: { readonly root: string; readonly extension: string };
  readonly options?: Partial<TrcOptions>;
}

/** A signed TRC assertion; `edit` changes it before it is signed. */
export const trc = ({ edit = same, by = DENMARK, id = TRC_ID, now = NOW, of = {}, patient = PATIENT, options = {} }: TrcMake = {}): string =>
  signedText(edit(asText(trcElement(reference(of), patient, { country: DENMARK.country, id, now, ...options }))), by);

const NS_ENVELOPE = 'xmlns:s="http://www.w3.org/2003/05/soap-envelope"';
export const WSSE = 'xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"';

/** A whole message round these assertions; returns its security header. `blocks` stand before it in Header. */
export const security = (content: string, { body = '<x/>', blocks = '' } = {}): XmlElement => {
  const root = parseXml(utf8(`<s:Envelope ${NS_ENVELOPE}><s:Header>${blocks}<wsse:Security ${WSSE}>${content}</wsse:Security></s:Header><s:Body>${body}</s:Body></s:Envelope>`));
  const found = childrenOf(childrenOf(root)[0] ?? root).find((one) => one.local === 'Security');
  if (found === undefined) throw new Error('no security header');
  return found;
};

export const context = (over: Partial<ValidationContext> = {}): ValidationContext => ({
  transaction: 'ITI-38', peer: DENMARK.country, now: NOW, resolveSigner, classCode: '57833-6', ...over,
});

export const validate = (content: string | XmlElement, over: Partial<ValidationContext> = {}): ValidatedAssertions =>
  validateAssertions(typeof content === 'string' ? security(content) : content, context(over));

/** The error that `attempt` throws; fails when it does not throw. */
export const errorOf = (attempt: () => unknown): Error => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('was accepted');
};

/** The code of the refusal; `none` when accepted. */
export const refusal = (content: string | XmlElement, over: Partial<ValidationContext> = {}): string => {
  try {
    validate(content, over);
  } catch (error) {
    return error instanceof NcpError ? error.code : String(error);
  }
  return 'none';
};

/** Identification: the transaction that needs no treatment relationship. */
export const XCPD = { transaction: 'ITI-55' } as const;
/** The refusal of an HCP assertion that is changed before it is signed. */
export const edited = (edit: Edit): string => refusal(hcp({}, { edit }), XCPD);
/** The same of a TRC assertion beside an HCP assertion that is in order. */
export const editedTrc = (edit: Edit): string => refusal(hcp() + trc({ edit }));
/** What a peer is told of a code. */
export const wireOf = (code: string): string => new NcpError(code as NcpErrorCode).entry.wire;

/** Element names in document order, for form comparisons. */
export const names = (element: XmlElement): string[] => [...walk(element)].map((one) => (one.prefix === '' ? one.local : `${one.prefix}:${one.local}`));
