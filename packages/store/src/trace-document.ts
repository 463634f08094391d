import type { Instant } from '@ncp/domain';
import type { StepTaken } from '@ncp/exchange';
import type { AuditStep, TransactionRow } from './operations.js';
import type { TraceRow } from './traces.js';

/** A masked trace as it is handed out: ours to the last word, for nothing that a peer wrote stands in it (DAT-11). */
export interface TraceDocument {
  readonly form: 'ncp-trace-1';
  readonly exchange: string;
  readonly messages: readonly {
    readonly direction: 'inbound' | 'outbound'; readonly transaction: string; readonly service: string; readonly country: string; readonly receivedAt: Instant;
    readonly totalMs: number; readonly peerMs: number; readonly nationalMs: number; readonly outcome: number; readonly codes: readonly string[]; readonly steps: readonly StepTaken[];
  }[];
  readonly audit: readonly { readonly sequence: string; readonly time: Instant; readonly kind: string; readonly outcome: number; readonly codes: readonly string[] }[];
  /** Both sides of each message that met trouble. */
  readonly outlines: readonly { readonly direction: 'inbound' | 'outbound'; readonly transaction: string; readonly part: 'request' | 'answer'; readonly at: Instant; readonly outline: unknown }[];
}

/** Message ids and the names of actors are the other side's words, and are left out; codes that are not words of a registry too. */
const CODE = /^[A-Z][A-Z0-9_]{2,63}$|^\d{4}$/;
const ownCodes = (codes: readonly string[]): readonly string[] => codes.map((code) => (CODE.test(code) ? code : '(code)'));

export const traceDocument = (exchange: string, found: { readonly messages: readonly TransactionRow[]; readonly steps: readonly AuditStep[] }, traces: readonly TraceRow[]): TraceDocument => ({
  form: 'ncp-trace-1', exchange,
  messages: found.messages.map(({ direction, transaction, service, country, receivedAt, totalMs, peerMs, nationalMs, outcome, codes, steps }) =>
    ({ direction, transaction, service, country, receivedAt, totalMs, peerMs, nationalMs, outcome, codes: ownCodes(codes), steps })),
  audit: found.steps.map(({ sequence, time, kind, outcome, codes }) => ({ sequence, time, kind, outcome, codes: ownCodes(codes) })),
  outlines: traces.map(({ direction, transaction, part, at, outline }) => ({ direction, transaction, part, at, outline })),
});
