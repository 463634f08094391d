import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { NcpError } from '@ncp/domain';
import { traceDocument, type TraceDocument } from '@ncp/store';
import { EXIT, type ExitCode } from '../exit-code.js';
import { withOperations } from '../operators/operations-place.js';
import { nowIn, type OperatorPlace } from '../operators/place.js';
import type { Output } from '../output.js';

export interface TraceOptions extends OperatorPlace {
  /** The masked trace goes there, as JSON. */
  readonly out?: string;
  readonly as?: string;
}

/** What the outcome of an audit event says, as the dashboard puts it. */
const OUTCOMES: Readonly<Record<number, string>> = { 0: 'went well', 4: 'refused', 8: 'trouble', 12: 'refused' };

const EXCHANGE = /^[0-9a-f-]{36}$/;

function tell(output: Output, { messages, audit, outlines }: TraceDocument): void {
  for (const one of messages) {
    output.line(`${one.receivedAt}  ${one.direction === 'inbound' ? 'from' : 'to'} ${one.country}  ${one.service}  ${String(one.totalMs)} ms (theirs ${String(one.peerMs)}, national ${String(one.nationalMs)})  outcome ${String(one.outcome)} (${OUTCOMES[one.outcome] ?? 'unknown'})  ${one.codes.join(' ')}`);
    for (const { step, ms, failed } of one.steps) output.line(`    ${failed ? 'FAILED' : 'ok    '}  ${step.padEnd(12)} ${String(Math.round(ms)).padStart(6)} ms`);
  }
  for (const leaf of audit) output.line(`${leaf.time}  leaf ${leaf.sequence}  ${leaf.kind}  ${leaf.codes.join(' ')}`);
  output.line(`${String(outlines.length)} masked sides of messages${outlines.length === 0 ? ' (kept only of what met trouble, for 90 days)' : '; --json or --out FILE has them'}`);
}

/**
 * How one exchange went: its messages step by step, its leaves, and the masked structure of what met trouble. That it was taken is
 * audited first. 1 when nothing is known of it.
 * @throws NcpError NCP_CLI_USAGE, NCP_CLI_NOT_RUNNING, NCP_STORE_UNAVAILABLE
 */
export async function traceCommand(output: Output, exchange: string, options: TraceOptions): Promise<ExitCode> {
  if (!EXCHANGE.test(exchange)) throw new NcpError('NCP_CLI_USAGE', { argument: 'exchange', needed: 'the id of an exchange, as answers, logs and pages name it' });
  const trace = await withOperations(options, 'started', async ({ operations, orders }) => {
    const [found, traces] = await Promise.all([operations.exchange(exchange), operations.traces(exchange)]);
    if (found.messages.length === 0 && found.steps.length === 0) return undefined;
    await orders.give({ id: randomUUID(), action: 'export', ledger: 'page', subject: exchange, seen: '', note: '', orderedBy: options.as ?? `cli:${userInfo().username}`, role: 'operator', orderedAt: nowIn(options) });
    return traceDocument(exchange, found, traces);
  });
  if (trace === undefined) {
    output.line('nothing is known of this exchange');
    output.result({ ok: false, exchange });
    return EXIT.negative;
  }
  if (options.out !== undefined) await writeFile(options.out, `${JSON.stringify(trace, undefined, 2)}\n`, { mode: 0o600 });
  tell(output, trace);
  output.result({ ok: true, ...trace });
  return EXIT.ok;
}
