import { NcpError, epochMs, isNcpError, type NcpErrorCode } from '@ncp/domain';
import { DEFAULT_MESSAGE_LIMITS, readEnvelope, readMessage, type Envelope, type Message } from '@ncp/soap';
import { hex, sha256 } from '@ncp/xml';
import type { ExchangeContext, Transaction } from './context.js';
import { answerFault } from './fault.js';
import type { Gateway, Peer } from './gateway.js';
import type { Endpoint, InboundMessage, OutboundMessage } from './message.js';
import { openTransaction } from './open-transaction.js';
import type { OpenTransaction } from './profile.js';
import { release } from './release.js';

const SERVED: Readonly<Record<Endpoint, readonly Transaction[]>> = {
  xcpd: ['ITI-55'],
  xca: ['ITI-38', 'ITI-39'],
  xdr: ['ITI-41'],
};

/**
 * NCP-A's whole road for one message: bytes in, envelope, assertions, profile, use case, record, bytes out
 * (style 4.1). Never throws for anything a peer can send: every refusal is an answer, audited before it leaves.
 */
export async function answerMessage(inbound: InboundMessage, gateway: Gateway): Promise<OutboundMessage> {
  const arrival: Arrival = {
    gateway, peer: inbound.peer,
    id: gateway.surroundings.exchangeId(),
    receivedAt: gateway.surroundings.now(),
    requestHash: hex(sha256(inbound.body)),
    proven: {},
  };
  let opened: Opened;
  try {
    opened = await gateway.observer.step('envelope', async () => open(inbound, arrival));
  } catch (error) {
    return answerFault(asNcpError(error), arrival);
  }
  return decideAndRelease(opened);
}

/**
 * A request whose body the transport did not take: too large, encoded, cut. It is a refusal like any other, so it leaves
 * its record before its status is sent (RS 3, AUD-05).
 */
export function refuseUnread(error: NcpError, peer: Peer, gateway: Gateway): Promise<OutboundMessage> {
  const { surroundings } = gateway;
  return answerFault(error, { gateway, peer, id: surroundings.exchangeId(), receivedAt: surroundings.now(), requestHash: '', proven: {} });
}

type Arrival = Omit<ExchangeContext, 'transaction' | 'messageId'>;

interface Opened {
  readonly context: ExchangeContext;
  readonly responseAction: string;
  readonly transaction: OpenTransaction;
}

/** Bytes to a known profile message. What fails here is answered with a fault: nothing typed is possible (D63). */
function open(inbound: InboundMessage, arrival: Arrival): Opened {
  const { policy } = arrival.gateway;
  const message: Message = readMessage(inbound.contentType, inbound.body, {
    ...DEFAULT_MESSAGE_LIMITS,
    maxEnvelopeBytes: policy.envelopeBytes.document, maxQueryEnvelopeBytes: policy.envelopeBytes.query, xml: policy.limits,
  });
  const envelope: Envelope = readEnvelope(message.root, {
    transactions: SERVED[inbound.endpoint],
    now: arrival.receivedAt,
    ...(policy.ourUrls.length === 0 ? {} : { ourUrls: policy.ourUrls }),
    ...(message.httpAction === undefined ? {} : { httpAction: message.httpAction }),
  });
  const context: ExchangeContext = { ...arrival, transaction: envelope.transaction, messageId: envelope.messageId };
  return { context, responseAction: envelope.operation.responseAction, transaction: openTransaction(context, envelope, message) };
}

async function decideAndRelease({ context, responseAction, transaction }: Opened): Promise<OutboundMessage> {
  const { observer } = context.gateway;
  const decided = await transaction.decide().catch((error: unknown) => {
    const refusal = asNcpError(error);
    if (refusal.code === 'NCP_INTERNAL') observer.alarm('NCP_INTERNAL', { exchange: context.id, cause: className(refusal.cause) });
    if (ALARMING[context.transaction].includes(refusal.code)) observer.alarm(refusal.code, { exchange: context.id });
    return transaction.refuse(refusal);
  });
  const released = await release(context, decided, { responseAction, refuse: transaction.refuse });
  observer.ended({
    exchange: context.id, country: context.peer.country, transaction: context.transaction,
    outcome: released.outcome, codes: released.codes,
    durationMs: epochMs(context.gateway.surroundings.now()) - epochMs(context.receivedAt),
  });
  return released.message;
}

/** Two persons taken for one, or one for two: people must look, whoever is at fault (UC-A1 5.2, 5.4, UC-A2 6.4, UC-A4 5.1). */
const MIXED_UP: readonly NcpErrorCode[] = ['NCP_PI_MULTIPLE', 'NCP_NATIONAL_WRONG_PATIENT'];
const ALARMING: Readonly<Record<Transaction, readonly NcpErrorCode[]>> = {
  'ITI-55': MIXED_UP, 'ITI-38': MIXED_UP, 'ITI-39': MIXED_UP,
  'ITI-41': [...MIXED_UP, 'NCP_SAML_PATIENT_MISMATCH', 'NCP_CDA_PATIENT'],
};

/** Anything that is not one of our own refusals is our fault, never the sender's, and its text stays inside. */
const asNcpError = (error: unknown): NcpError => (isNcpError(error) ? error : new NcpError('NCP_INTERNAL', {}, error));

const className = (cause: unknown): string => (cause instanceof Error ? cause.name : typeof cause);

