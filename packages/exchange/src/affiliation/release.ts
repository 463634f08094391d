import { asNcpError, ERROR_REGISTRY, NcpError, isNcpError, type NcpErrorCode } from '@ncp/domain';
import { writeEnvelope, writeMtom, writePlain } from '@ncp/soap';
import { NS, childrenOf, serialiseXml } from '@ncp/xml';
import type { LedgerGuard } from '../ports/index.js';
import { exchangeEntry, refusalEntry, type Rendered } from './audit-record.js';
import type { Decided, ExchangeContext, OutcomeIndicator } from './context.js';
import { answerMessageId, exchangeHeader, type OutboundMessage } from './message.js';
import { alarmOf } from './trouble.js';

export interface Released {
  readonly message: OutboundMessage;
  readonly outcome: OutcomeIndicator;
  readonly codes: readonly NcpErrorCode[];
}

interface Manner {
  readonly responseAction: string;
  readonly refuse: (error: NcpError) => Decided;
}

/** A row can be overtaken once by the reconciler and once by a repetition, an answer be replaced by a refusal; more means something is wrong. */
const MAX_ROUNDS = 4;

/**
 * Append before release (RS 5): renders the answer, commits its leaf with everything it stands for, and only then hands the
 * bytes out. What cannot be committed is not released; the sender gets a refusal without data. Never throws.
 */
export async function release(context: ExchangeContext, decided: Decided, manner: Manner): Promise<Released> {
  let present = decided;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    let rendered: Rendered;
    try {
      rendered = render(context, present, manner);
    } catch (error) {
      present = unwritten(context, present, { manner, error });
      continue;
    }
    const committed = await commit(context, present, rendered);
    if (committed.kind === 'committed') {
      if (present.audited.service === 'dispense') context.gateway.probe?.('dispense.outcome-committed');
      return released(context, present, rendered);
    }
    if (committed.kind === 'failed') return unrecorded(context, present, { manner, cause: committed.cause });
    if (present.overtaken === undefined) break;
    present = await again(present, committed.guard, manner);
  }
  return unrecorded(context, present, { manner, cause: 'NCP_STORE_CONFLICT' });
}

/** Decides from what is recorded now. Trouble in doing so says nothing about the row, so neither does the answer. */
async function again(present: Decided, guard: LedgerGuard, { refuse }: Manner): Promise<Decided> {
  try {
    return (await present.overtaken?.(guard)) ?? present;
  } catch (error) {
    return refuse(present.unrecorded === undefined ? asNcpError(error) : new NcpError(present.unrecorded, {}, error));
  }
}

/** Nothing is released of what is not recorded; only a refusal may go out all the same (RS 5). */
async function unrecorded(context: ExchangeContext, present: Decided, failure: { readonly manner: Manner; readonly cause: NcpErrorCode }): Promise<Released> {
  const { observer, journal } = context.gateway;
  const { manner, cause } = failure;
  if (present.commit === undefined && isRefusal(present)) {
    observer.alarm(cause, { exchange: context.id, refused: present.codes });
    return released(context, present, render(context, present, manner));
  }
  const code = present.unrecorded ?? 'NCP_AUDIT_UNAVAILABLE';
  observer.alarm(cause, { exchange: context.id, answered: code });
  const refusal = manner.refuse(new NcpError(code));
  const rendered = render(context, refusal, manner);
  try {
    await journal.commit(refusalEntry(context, refusal, rendered));
  } catch (error) {
    if (asNcpError(error).code !== cause) observer.alarm(asNcpError(error).code, { exchange: context.id, refused: [code] });
  }
  return released(context, refusal, rendered);
}

/** It says no, and so releases nothing. An empty list is an answer. */
const isRefusal = ({ parts, codes }: Decided): boolean => parts === undefined && codes.some((code) => ERROR_REGISTRY[code].severity === 'error');

/**
 * An answer that cannot be written, as with a name in the national register that XML has no character for, is trouble of ours (RS 3 b).
 * What was begun is settled by the reconciler: the refusal says no more of it than what is recorded.
 */
function unwritten(context: ExchangeContext, { unrecorded: code = 'NCP_INTERNAL' }: Decided, { manner, error }: { readonly manner: Manner; readonly error: unknown }): Decided {
  alarmOf(context, new NcpError('NCP_INTERNAL', {}, error), context.gateway.observer);
  return manner.refuse(new NcpError(code, {}, error));
}

function render(context: ExchangeContext, decided: Decided, manner: Manner): Rendered {
  const messageId = answerMessageId(context.id);
  const envelope = writeEnvelope({ action: manner.responseAction, messageId, relatesTo: context.messageId, body: decided.body });
  const http = decided.parts === undefined ? writePlain(envelope) : writeMtom(envelope, decided.parts, context.id);
  const [header] = childrenOf(envelope, NS.soap, 'Header');
  return { ...http, messageId, header: header === undefined ? new Uint8Array() : serialiseXml(header) };
}

type CommitOutcome =
  | { readonly kind: 'committed' }
  | { readonly kind: 'overtaken'; readonly guard: LedgerGuard }
  | { readonly kind: 'failed'; readonly cause: NcpErrorCode };

async function commit(context: ExchangeContext, decided: Decided, rendered: Rendered): Promise<CommitOutcome> {
  const { journal, observer } = context.gateway;
  try {
    const result = await observer.step('record', () => journal.commit(exchangeEntry(context, decided, rendered)));
    return result.ok ? { kind: 'committed' } : { kind: 'overtaken', guard: result.guard };
  } catch (error) {
    // Whatever it was, evidence that cannot be signed or a commit that failed: it is not recorded.
    return { kind: 'failed', cause: isNcpError(error) ? error.code : 'NCP_INTERNAL' };
  }
}

function released(context: ExchangeContext, decided: Decided, { contentType, body }: Rendered): Released {
  const { replay } = context.gateway;
  const ended = async (how: 'delivered' | 'fault'): Promise<void> => {
    // Only the exchange that was admitted may end its message: a repetition that was refused says nothing about the first.
    if (context.proven.admitted === true) await replay.ended({ peer: context.peer.country, messageId: context.messageId, how });
  };
  return {
    outcome: decided.outcome,
    codes: decided.codes,
    message: {
      exchange: context.id, status: 200, contentType, headers: exchangeHeader(context.id), body,
      delivered: async () => {
        await decided.delivered?.();
        await ended('delivered');
      },
      undelivered: () => ended('fault'),
    },
  };
}
