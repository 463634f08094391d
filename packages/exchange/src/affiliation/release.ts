import { NcpError, isNcpError, type NcpErrorCode } from '@ncp/domain';
import { writeEnvelope, writeMtom, writePlain, type HttpMessage } from '@ncp/soap';
import { exchangeEntry } from './audit-record.js';
import type { Decided, ExchangeContext, OutcomeIndicator } from './context.js';
import type { OutboundMessage } from './message.js';

export interface Released {
  readonly message: OutboundMessage;
  readonly outcome: OutcomeIndicator;
  readonly codes: readonly NcpErrorCode[];
}

interface Manner {
  readonly responseAction: string;
  readonly refuse: (error: NcpError) => Decided;
}

/** A row can be overtaken once by the reconciler and once by a repetition; more means something is wrong. */
const MAX_OVERTAKEN = 3;

/**
 * Append before release (RS 5): renders the answer, commits its leaf with everything it stands for, and only then hands the
 * bytes out. What cannot be committed is not released; the sender gets a refusal without data.
 */
export async function release(context: ExchangeContext, decided: Decided, manner: Manner): Promise<Released> {
  const { observer } = context.gateway;
  let present = decided;
  for (let round = 0; round < MAX_OVERTAKEN; round += 1) {
    const rendered = render(context, present, manner);
    const committed = await commit(context, present, rendered);
    if (committed === 'committed') {
      if (present.audited.service === 'dispense') context.gateway.probe?.('dispense.outcome-committed');
      return released(context, present, rendered);
    }
    if (committed === 'failed') break;
    if (present.overtaken === undefined) break;
    present = await present.overtaken(committed);
  }
  const code = present.unrecorded ?? 'NCP_AUDIT_UNAVAILABLE';
  observer.alarm('NCP_AUDIT_UNAVAILABLE', { exchange: context.id, answered: code });
  const refusal = present.commit === undefined && present.parts === undefined && present.codes.length > 0 ? present : manner.refuse(new NcpError(code));
  return released(context, refusal, render(context, refusal, manner));
}

function render(context: ExchangeContext, decided: Decided, manner: Manner): HttpMessage {
  const { surroundings } = context.gateway;
  const envelope = writeEnvelope({
    action: manner.responseAction, messageId: `urn:uuid:${surroundings.uuid()}`, relatesTo: context.messageId, body: decided.body,
  });
  return decided.parts === undefined ? writePlain(envelope) : writeMtom(envelope, decided.parts, context.id);
}

async function commit(context: ExchangeContext, decided: Decided, rendered: HttpMessage): Promise<'committed' | 'failed' | 'key-exists' | 'prescription-busy' | 'state-changed'> {
  const { journal, observer } = context.gateway;
  try {
    const result = await observer.step('record', () => journal.commit(exchangeEntry(context, decided, rendered.body)));
    return result.ok ? 'committed' : result.guard;
  } catch (error) {
    if (!isNcpError(error)) throw error;
    return 'failed';
  }
}

function released(context: ExchangeContext, decided: Decided, rendered: HttpMessage): Released {
  const { replay } = context.gateway;
  const peer = context.peer.country;
  return {
    outcome: decided.outcome,
    codes: decided.codes,
    message: {
      exchange: context.id, status: 200, contentType: rendered.contentType, body: rendered.body,
      delivered: async () => {
        await decided.delivered?.();
        await replay.ended({ peer, messageId: context.messageId, how: 'delivered' });
      },
    },
  };
}
