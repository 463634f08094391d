import type { NcpError } from '@ncp/domain';
import type { Envelope, Message } from '@ncp/soap';
import type { Decided, ExchangeContext } from './context.js';

/** One profile message whose form is understood: it can be decided, or refused in its own typed answer. */
export interface OpenTransaction {
  readonly decide: () => Promise<Decided>;
  readonly refuse: (error: NcpError) => Decided;
}

/** From an envelope to a transaction. @throws NcpError NCP_IHE_STRUCTURE when not even a typed refusal is possible */
export type OpenProfile = (context: ExchangeContext, envelope: Envelope, message: Message) => OpenTransaction;
