import { NcpError } from '@ncp/domain';
import type { Envelope, Message } from '@ncp/soap';
import type { Decided, ExchangeContext } from './context.js';
import { identification } from './identify-patient.js';
import { listing } from './list-documents.js';
import { retrieval } from './retrieve-documents.js';
import { submission } from './take-submission.js';

/** One profile message whose form is understood: it can be decided, or refused in its own typed answer. */
export interface OpenTransaction {
  readonly decide: () => Promise<Decided>;
  readonly refuse: (error: NcpError) => Decided;
}

export type OpenProfile = (context: ExchangeContext, envelope: Envelope, message: Message) => OpenTransaction;

/** The table from profile to use case: the one place where a transaction becomes behaviour. */
const PROFILES: Readonly<Record<ExchangeContext['transaction'], OpenProfile>> = {
  'ITI-55': identification,
  'ITI-38': listing,
  'ITI-39': retrieval,
  'ITI-41': submission,
};

/** @throws NcpError NCP_IHE_STRUCTURE when a typed refusal is not possible */
export const openTransaction: OpenProfile = (context, envelope, message) =>
  PROFILES[context.transaction](context, envelope, message);
