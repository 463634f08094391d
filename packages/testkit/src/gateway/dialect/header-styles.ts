import { randomUUID } from 'node:crypto';
import { hcpAssertion, pharmacistOf, trcAssertion, type PatientId, type Seal } from '@ncp/simulator';
import { signInPlace } from './foreign-signature.js';

/** Who speaks: a country of the test world. */
export interface Speaker {
  readonly country: string;
  /** Bare OID. */
  readonly home: string;
  readonly seal: Seal;
}

export interface Said {
  readonly action: string;
  readonly to: string;
  readonly body: string;
  readonly now: Date;
  /** With a treatment relationship about this person; none on ITI-55. */
  readonly patient?: PatientId;
}

/** The whole envelope in the manner of one implementation, its assertions signed by xml-crypto. */
export type HeaderStyle = (speaker: Speaker, said: Said) => string;

const SOAP = 'http://www.w3.org/2003/05/soap-envelope';
const WSA = 'http://www.w3.org/2005/08/addressing';
const ANONYMOUS = `${WSA}/anonymous`;
const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const BODY = '<BODY-GOES-HERE/>';

/** Only the header is signed over; a body of megabytes need not go through the signer. */
const withBody = (envelope: string, body: string): string => {
  if (!envelope.includes(BODY)) throw new Error('no place for the body');
  return envelope.replace(BODY, () => body);
};

const swap = (text: string, from: string | RegExp, to: string): string => {
  const changed = text.replaceAll(from, () => to);
  if (changed === text && from !== to) throw new Error(`nothing to replace: ${String(from)}`);
  return changed;
};

const cxText = ({ root, extension }: PatientId): string => `${extension}^^^&amp;${root}&amp;ISO`;
const plusHours = (now: Date, hours: number): string => new Date(now.getTime() + hours * 3_600_000).toISOString();

const SIGNATURE = /<ds:Signature [^]*?<\/ds:Signature>/g;
const FROM_SECOND_ASSERTION = /<\/saml2:Assertion><saml2:Assertion [^]*$/g;

export interface CapturedOptions {
  /** What stands in PrefixList: `xsd` in OpenNCP. */
  readonly prefixes: readonly string[];
  /** Changes the header before it is signed. */
  readonly edit?: (header: string) => string;
  /** Adds to the envelope's own declarations. */
  readonly declarations?: string;
  /** Before Header ends: blocks that mean nothing. */
  readonly strayBlocks?: string;
}

/**
 * In the form of the SOAP header that OpenNCP sent in Denmark: the captured text itself, with ids, times, countries and the
 * patient of this message, and signed anew.
 */
export const capturedStyle = (captured: string, { prefixes, edit = (header) => header, declarations = '', strayBlocks = '' }: CapturedOptions): HeaderStyle =>
  (speaker, { action, to, body, now, patient }) => {
    const [hcp, trc] = [`_${randomUUID()}`, `_${randomUUID()}`];
    let header = captured.trim().replaceAll(SIGNATURE, '');
    header = swap(header, 'https://ncp-training.ehdsi.sundhedsdata.dk:8443/openncp-ws-server/services/XCA_Service', to);
    header = swap(header, 'urn:ihe:iti:2007:CrossGatewayQuery', action);
    header = swap(header, /urn:uuid:67e2f278-[0-9a-f-]+/g, `urn:uuid:${randomUUID()}`);
    header = swap(header, '_882a0deb-4595-4279-a290-ab27ebb0c270', hcp);
    header = swap(header, '_6c6bf860-907a-497e-bddf-3ae1991c74d8', trc);
    header = swap(header, /2025-07-26T11:35:51\.\d{3}Z/g, now.toISOString());
    header = swap(header, '2025-07-26T15:35:51.101Z', plusHours(now, 4));
    header = swap(header, '2025-07-26T13:35:51.346Z', plusHours(now, 2));
    header = swap(header, ':DK:countryB', `:${speaker.country}:countryB`);
    header = swap(header, '>urn:oid:1.2.208<', `>urn:oid:${speaker.home}<`);
    header = patient === undefined ? swap(header, FROM_SECOND_ASSERTION, '</saml2:Assertion></wsse:Security></soapenv:Header>') : swap(header, '1011649927^^^&amp;1.2.208.176.1.2&amp;ISO', cxText(patient));
    header = swap(edit(header), '</soapenv:Header>', `${strayBlocks}</soapenv:Header>`);
    let envelope = `<?xml version='1.0' encoding='UTF-8'?><soapenv:Envelope xmlns:soapenv="${SOAP}"${declarations}>${header}<soapenv:Body>${BODY}</soapenv:Body></soapenv:Envelope>`;
    for (const id of patient === undefined ? [hcp] : [hcp, trc]) envelope = signInPlace(envelope, id, { seal: speaker.seal, prefixes, java: true });
    return withBody(envelope, body);
  };

/** What OpenNCP's retrieve client adds: addressing blocks in a namespace that does not exist (wire-contract 1.3). */
export const BOGUS_ADDRESSING: string = ['To', 'Action', 'MessageID', 'ReplyTo'].map((name) =>
  `<wsa:${name} xmlns:wsa="${ANONYMOUS}">${name === 'ReplyTo' ? `<wsa:Address>${ANONYMOUS}</wsa:Address>` : `urn:uuid:${randomUUID()}`}</wsa:${name}>`).join('');

/** As Finnish assertions are: HL7 as default namespace and `xs` on the assertion, its coded values without prefix (wire-contract 1.4). */
export const finnish = (header: string): string => {
  const renamed = header.replaceAll('xmlns:xsd="http://www.w3.org/2001/XMLSchema"', 'xmlns="urn:hl7-org:v3" xmlns:xs="http://www.w3.org/2001/XMLSchema"').replaceAll('"xsd:string"', '"xs:string"');
  return swap(renamed, /(?<=<(?:Role|PurposeOfUse)) xmlns="urn:hl7-org:v3"/g, '');
};

/** The namespaces of the assertions declared far above them. */
export const declaredOutside = (header: string): string => {
  const saml = swap(header, / xmlns:saml2="[^"]+"/g, '');
  return swap(saml, / xmlns:xs[di]="[^"]+"/g, '');
};
export const OUTSIDE_DECLARATIONS: string =
  ' xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** Apache CXF, as gematik's simulator is built on it: security first, addressing without prefix, no PrefixList. */
export const cxfStyle: HeaderStyle = (speaker, { action, to, body, now, patient }) => {
  const [hcp, trc] = [`_${randomUUID()}`, `_${randomUUID()}`];
  const who = pharmacistOf(speaker.country);
  const assertions = hcpAssertion(speaker.seal, who, { id: hcp, now, country: speaker.country, homeCommunityId: speaker.home })
    + (patient === undefined ? '' : trcAssertion(speaker.seal, who, { id: trc, hcpId: hcp, now, country: speaker.country, patient }));
  return `<soap:Envelope xmlns:soap="${SOAP}"><soap:Header><wsse:Security xmlns:wsse="${WSSE}" soap:mustUnderstand="true">${assertions}</wsse:Security>`
    + `<Action xmlns="${WSA}">${action}</Action><MessageID xmlns="${WSA}">urn:uuid:${randomUUID()}</MessageID><To xmlns="${WSA}">${to}</To>`
    + `<ReplyTo xmlns="${WSA}"><Address>${ANONYMOUS}</Address></ReplyTo></soap:Header><soap:Body>${body}</soap:Body></soap:Envelope>`;
};

export interface DanishTemplates {
  /** Envelope with placeholders; its body is replaced by the message's. */
  readonly envelope: string;
  readonly hcp: string;
  readonly trc: string;
}

const withoutProlog = (xml: string): string => xml.slice(xml.search(/<[A-Za-z]/));

/** The templates of the Danish test tool, filled as the tool fills them: no To, no ReplyTo, no PrefixList, white space everywhere. */
export const danishStyle = (templates: DanishTemplates): HeaderStyle => (speaker, { body, now, patient }) => {
  const [hcpId, trcId] = [`_${randomUUID()}`, `_${randomUUID()}`];
  const filled = (template: string, id: string, hours: number): string => {
    const values: Readonly<Record<string, string>> = {
      'assertion-id': id, 'hcp-assertion-id': hcpId, 'issue-instant': now.toISOString(), 'not-before': now.toISOString(),
      'authn-instant': now.toISOString(), 'not-on-or-after': plusHours(now, hours),
    };
    return signInPlace(withoutProlog(template).replaceAll(/\{\{([a-z-]+)\}\}/g, (_all, name: string) => values[name] ?? ''), id, { seal: speaker.seal });
  };
  const hcp = filled(swap(swap(templates.hcp, '>2.16.17.710.860.1000.990.1<', `>${speaker.home}<`), ':DK:countryB', `:${speaker.country}:countryB`), hcpId, 4);
  const trc = patient === undefined ? '' : filled(swap(templates.trc, '0410009234^^^&amp;1.2.208.176.1.2&amp;ISO', cxText(patient)), trcId, 2);
  return templates.envelope
    .replace('{{message-id}}', `urn:uuid:${randomUUID()}`)
    .replace('{{hcp-assertion|safe}}', () => hcp).replace('{{trc-assertion|safe}}', () => trc)
    .replace(/(<(\w+):Body>)[^]*(<\/\2:Body>)/, (_all, begin: string, _prefix: string, end: string) => begin + body + end);
};
