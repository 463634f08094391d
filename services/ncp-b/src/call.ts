import type { TreatmentDesk } from '@ncp/exchange';
import type { BodyOf, GuardedId, QueryOf } from './api/operations.js';
import type { Call } from './asked.js';
import type { Change } from './events.js';
import type { LongWork } from './long-work.js';

export type Reply =
  | { readonly kind: 'json'; readonly status: 200 | 201 | 202; readonly body: object; readonly location?: string }
  | { readonly kind: 'text'; readonly type: string; readonly text: string }
  /** `findings`: codes that whoever shows the bytes has to show beside them. */
  | { readonly kind: 'bytes'; readonly type: string; readonly bytes: Uint8Array; readonly findings: readonly string[] }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'events'; readonly look: () => Promise<Change> };

/** What handlers stand on. */
export interface Counter {
  readonly desk: TreatmentDesk;
  readonly work: LongWork;
}

export type Handler<Id extends GuardedId> = (counter: Counter, call: Call<BodyOf<Id>, QueryOf<Id>>) => Promise<Reply>;
export type Handlers<Ids extends GuardedId = GuardedId> = { readonly [Id in Ids]: Handler<Id> };

export const answered = (body: object): Reply => ({ kind: 'json', status: 200, body });
