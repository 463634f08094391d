import { asNcpError, epochMs, type NcpError } from '@ncp/domain';
import { DEFAULT_MESSAGE_LIMITS, readEnvelope, readMessage, type Envelope, type Message } from '@ncp/soap';
import { hex, sha256 } from '@ncp/xml';
import type { Arrival, ExchangeContext, Transaction } from './context.js';
import { courseOf } from './course.js';
import { answerFault } from './fault.js';
import type { Gateway, Peer } from './gateway.js';
import type { Endpoint, InboundMessage, OutboundMessage } from './message.js';
import { openTransaction } from './open-transaction.js';
import type { OpenTransaction } from './profile.js';
import { release } from './release.js';
import { deadlineOf } from './time-budget.js';
import { alarmOf } from './trouble.js';
import { watchNational } from './watch-national.js';

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
  const arrival = arrivalOf(gateway, inbound.peer, hex(sha256(inbound.body)));
  let opened: Opened;
  try {
    opened = await arrival.course.observer.step('envelope', async () => open(inbound, arrival));
  } catch (error) {
    return answerFault(asNcpError(error), arrival);
  }
  // A refusal that cannot even be written is a fault: the last thing that can be said is that it is ours.
  return decideAndRelease(opened).catch((error: unknown) => answerFault(asNcpError(error), arrival));
}

/**
 * A request whose body the transport did not take: too large, encoded, cut. It is a refusal like any other, so it leaves
 * its record before its status is sent (RS 3, AUD-05).
 */
export function refuseUnread(error: NcpError, peer: Peer, gateway: Gateway): Promise<OutboundMessage> {
  return answerFault(error, arrivalOf(gateway, peer, ''));
}

function arrivalOf(gateway: Gateway, peer: Peer, requestHash: string): Arrival {
  const { surroundings } = gateway;
  const course = courseOf(gateway.observer, surroundings.now);
  return { gateway: { ...gateway, observer: course.observer }, peer, id: surroundings.exchangeId(), receivedAt: surroundings.now(), requestHash, proven: {}, course };
}

interface Opened {
  readonly context: ExchangeContext;
  /** The envelope as it came. */
  readonly root: Message['root'];
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
  const { gateway, proven, receivedAt, course } = arrival;
  const { transaction, messageId, header, body } = envelope;
  const context: ExchangeContext = {
    ...arrival, transaction, messageId,
    gateway: { ...gateway, national: watchNational(gateway, { transaction, proven, course }) },
    message: { body, ...(header === undefined ? {} : { header }) },
    deadline: deadlineOf(transaction, receivedAt),
  };
  return { context, root: message.root, responseAction: envelope.operation.responseAction, transaction: openTransaction(context, envelope, message) };
}

async function decideAndRelease({ context, root, responseAction, transaction }: Opened): Promise<OutboundMessage> {
  const { observer } = context.gateway;
  const decided = await transaction.decide().catch((error: unknown) => {
    const refusal = asNcpError(error);
    alarmOf(context, refusal, observer);
    return transaction.refuse(refusal);
  });
  const released = await release(context, decided, { responseAction, refuse: transaction.refuse });
  observer.ended({
    exchange: context.id, country: context.peer.country, transaction: context.transaction,
    outcome: released.outcome, codes: released.codes,
    durationMs: epochMs(context.gateway.surroundings.now()) - epochMs(context.receivedAt), nationalMs: context.course.timing(context.receivedAt).nationalMs,
  });
  if (released.outcome >= TROUBLE) traceOf(context, root, released.message);
  return released.message;
}

/** Outcomes from here on are traced: temporary trouble, and refusals (wire-contract 6.2). */
const TROUBLE = 8;

/** How both messages are built, for people who look into the trouble. Nothing is read before the answer is out. */
function traceOf({ gateway, id, peer, transaction }: ExchangeContext, root: Message['root'], { contentType, body }: OutboundMessage): void {
  gateway.traces?.note({
    exchange: id, country: peer.country, direction: 'inbound', transaction,
    parts: [{ part: 'request', read: () => root }, { part: 'answer', read: () => readMessage(contentType, body, { ...DEFAULT_MESSAGE_LIMITS, xml: gateway.policy.limits }).root }],
  });
}
