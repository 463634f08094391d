import type { SwedishProfessional } from '@ncp/domain';
import type { Caller } from '@ncp/exchange';
import type { GuardedId } from './api/operations.js';

/** A request after every check that does not need the database. */
export interface Call<Body = unknown, Query = unknown> {
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  /** What is answered with, by `Accept`. */
  readonly media: string;
  /** `Idempotency-Key`; empty where none is asked for. */
  readonly key: string;
}

/** The same as it can be kept: all of a call but who calls. */
export interface Asked extends Omit<Call, 'caller'>, Pick<Caller, 'exchange' | 'received'> {
  readonly operation: GuardedId;
}

export const askedOf = (operation: GuardedId, { caller: { exchange, received }, ...call }: Call): Asked =>
  ({ operation, exchange, ...(received === undefined ? {} : { received }), ...call });

export const callOf = ({ operation: _operation, exchange, received, ...call }: Asked, professional: SwedishProfessional): Call =>
  ({ ...call, caller: { exchange, professional, ...(received === undefined ? {} : { received }) } });
