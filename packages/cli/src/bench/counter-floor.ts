import { join } from 'node:path';
import type { ExchangeId } from '@ncp/domain';
import { readSecret } from '@ncp/runtime';
import { openStore } from '@ncp/store';
import { NS, parseXml, walk } from '@ncp/xml';
import type { Deployment } from '../deployment/start.js';
import type { FloorParts } from './floor.js';
import type { Primitives } from './primitives.js';
import { documentOf, envelopeOf, readRecording, type Recorded } from './recording.js';

/** One recorded visit: calls of the API, and the messages to the country that they made. */
export interface RecordedVisit {
  readonly calls: readonly Recorded[];
  readonly messages: readonly Recorded[];
}

export const readVisit = (folder: string): RecordedVisit => ({ calls: readRecording(join(folder, 'api')), messages: readRecording(join(folder, 'country')) });

/** How often a visit cannot do without RSA. */
export interface VisitOperations {
  /** One access token a call. Answers of countries carry no signature on this wire. */
  readonly verifications: number;
  /** Assertions that were issued, and evidence that was stored. */
  readonly signatures: number;
}

/** Every assertion that the messages carry; one that is used again is one. */
const assertionsIn = ({ messages }: RecordedVisit): number =>
  new Set(messages.flatMap(({ request }) => [...walk(parseXml(envelopeOf(request)))].filter(({ ns, local }) => ns === NS.ds && local === 'SignatureValue')
    .map(({ children }) => JSON.stringify(children)))).size;

const isExchange = (value: unknown): value is ExchangeId => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value);

/** The exchanges that the answers of the API name. */
const exchangesIn = ({ calls }: RecordedVisit): readonly ExchangeId[] => [...new Set(calls.flatMap(({ contentType, response }) => {
  const answer: unknown = contentType.startsWith('application/json') ? JSON.parse(Buffer.from(response).toString('utf8')) : undefined;
  return typeof answer === 'object' && answer !== null && 'exchange' in answer && isExchange(answer.exchange) ? [answer.exchange] : [];
}))];

/** Sent by the dispatcher, not by NCP-B. */
const DISPATCHED = 'NCPB_XDR_SUBMIT_REQ';

export async function countOperations(deployment: Deployment, keyFile: string, visit: RecordedVisit): Promise<VisitOperations> {
  const key = new Uint8Array(Buffer.from(readSecret(keyFile), 'base64'));
  const store = await openStore({ url: deployment.database.url('ncp_b'), application: 'ncp bench', keys: { current: { id: 'file-1', key } }, connections: 2 });
  try {
    const evidence = (await Promise.all(exchangesIn(visit).map((exchange) => store.audit.evidenceOf(exchange)))).flat();
    return { verifications: visit.calls.length, signatures: assertionsIn(visit) + evidence.filter(({ title }) => title !== DISPATCHED).length };
  } finally {
    await store.close();
  }
}

/** What a visit must parse once: each answer of the country, and the document that came beside it. */
export const parsedIn = ({ messages }: RecordedVisit): readonly Uint8Array[] =>
  messages.flatMap(({ response }) => [envelopeOf(response), documentOf(response)].filter((one) => one !== undefined));

export const counterFloorParts = (operations: VisitOperations, transport: number, primitives: Primitives): FloorParts => ({ transport, ...primitives, ...operations });
