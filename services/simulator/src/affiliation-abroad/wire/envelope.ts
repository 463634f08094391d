import { randomUUID } from 'node:crypto';
import type { Transaction } from '@ncp/domain';
import { escapeXml as t } from '../../foreign/xml-text.js';
import { inPrefixes, type Dialect } from '../dialect.js';
import { writeMime } from './mime.js';
import type { DocumentPart } from './registry-answers.js';

const ACTIONS: Readonly<Record<Transaction, string>> = {
  'ITI-55': 'urn:hl7-org:v3:PRPA_IN201306UV02:CrossGatewayPatientDiscovery', 'ITI-38': 'urn:ihe:iti:2007:CrossGatewayQueryResponse',
  'ITI-39': 'urn:ihe:iti:2007:CrossGatewayRetrieveResponse', 'ITI-41': 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-bResponse',
};

export interface HttpReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}

export interface Answer {
  readonly transaction: Transaction;
  readonly relatesTo: string;
  readonly xml: string;
  readonly parts?: readonly DocumentPart[];
}

const envelope = (prefix: string, headers: string, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${prefix}:Envelope xmlns:${prefix}="http://www.w3.org/2003/05/soap-envelope"><${prefix}:Header xmlns:wsa="http://www.w3.org/2005/08/addressing">${headers}</${prefix}:Header><${prefix}:Body>${body}</${prefix}:Body></${prefix}:Envelope>`;

/** An answer as the country writes it. Nothing in it is signed (wire-contract 1.4). */
export function reply(dialect: Dialect, { transaction, relatesTo, xml, parts = [] }: Answer): HttpReply {
  const action = ACTIONS[transaction];
  const text = envelope(dialect.soapPrefix,
    `<wsa:Action>${action}</wsa:Action><wsa:MessageID>urn:uuid:${randomUUID()}</wsa:MessageID><wsa:RelatesTo>${t(relatesTo)}</wsa:RelatesTo>`, inPrefixes(xml, dialect.prefixes));
  if (dialect.documents.kind === 'mtom' && parts.length > 0) {
    const { partType, rootId } = dialect.documents;
    return { status: 200, ...writeMime({ boundary: `MIMEBoundary_${randomUUID()}`, rootId, partType }, action, text, parts.map((part) => ({ ...part, type: partType }))) };
  }
  return { status: 200, contentType: `application/soap+xml; charset=UTF-8; action="${action}"`, body: new Uint8Array(Buffer.from(text, 'utf8')) };
}

export function fault(dialect: Dialect, code: 'Sender' | 'Receiver', text: string, relatesTo?: string): HttpReply {
  const { soapPrefix: p } = dialect;
  const headers = `<wsa:Action>http://www.w3.org/2005/08/addressing/soap/fault</wsa:Action>${relatesTo === undefined ? '' : `<wsa:RelatesTo>${t(relatesTo)}</wsa:RelatesTo>`}`;
  const body = `<${p}:Fault><${p}:Code><${p}:Value>${p}:${code}</${p}:Value></${p}:Code><${p}:Reason><${p}:Text xml:lang="en">${t(text)}</${p}:Text></${p}:Reason></${p}:Fault>`;
  return { status: code === 'Sender' ? 400 : 500, contentType: 'application/soap+xml; charset=UTF-8', body: new Uint8Array(Buffer.from(envelope(p, headers, body), 'utf8')) };
}
