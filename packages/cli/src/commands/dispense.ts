import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { holdsPersonalNumber, NcpError, ORDER_LEDGERS, ordersFor, stockholmDate, type OrderAction, type OrderFinding } from '@ncp/domain';
import type { LedgerDifference } from '@ncp/exchange';
import type { KnownOrder, LedgerCase, NewOrder, OpenOperations, OrderDesk } from '@ncp/store';
import { EXIT, type ExitCode } from '../exit-code.js';
import { withOperations } from '../operators/operations-place.js';
import { nowIn, type OperatorPlace } from '../operators/place.js';
import type { Output } from '../output.js';

export interface DispenseListOptions extends OperatorPlace {
  readonly ledger?: 'inward' | 'outward' | 'conflict';
}

export interface DispenseOrderOptions extends OperatorPlace {
  readonly note: string;
  readonly found?: OrderFinding;
  /** By which the operator is named in the records. */
  readonly as?: string;
  /** How long the outcome is waited for, seconds. */
  readonly wait: number;
}

const LISTED = 200;
const LOOK_EVERY_MS = 200;
const HEADING = ['LEDGER', 'STATE', 'COUNTRY', 'SINCE', 'ID', 'ORDERS'] as const;

/** What may be ordered about a row, as it is typed. */
const typed = ({ of }: LedgerCase): readonly string[] => ordersFor(of).map(({ action, found }) => (found === undefined ? action : `${action} --found ${found}`));

function showCases(output: Output, cases: readonly LedgerCase[]): void {
  const rows = [HEADING, ...cases.map((one) => [one.of.ledger, one.of.state, one.country, one.since, one.subject, one.ordered === undefined ? typed(one).join(', ') : `ordered: ${one.ordered}`])];
  const widths = HEADING.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) output.line(row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
}

function showDifferences(output: Output, differences: readonly LedgerDifference[]): void {
  for (const { kind, ledger, state, country, subject } of differences) output.line(`${kind.padEnd(14)}  ${ledger}  ${state}  ${country}  ${subject}`);
}

/**
 * Every row that is not settled, with what may be ordered about it, and what the last comparison of everything found. 1 when it
 * found a difference.
 * @throws NcpError NCP_CLI_NOT_RUNNING, NCP_STORE_UNAVAILABLE
 */
export async function dispenseListCommand(output: Output, options: DispenseListOptions): Promise<ExitCode> {
  const ledgers = options.ledger === undefined ? ORDER_LEDGERS : [options.ledger];
  const { cases, comparison } = await withOperations(options, 'started', async ({ orders }) => ({
    cases: (await Promise.all(ledgers.map((ledger) => orders.cases(ledger, LISTED)))).flat(), comparison: await orders.lastComparison(),
  }));
  showCases(output, cases);
  output.line(`${String(cases.length)} not settled`);
  const compared = comparison?.result?.compared;
  output.line(compared === undefined ? 'never compared with the national list' : `compared ${comparison?.order.orderedAt ?? ''}: ${String(compared.inward)} inward, ${String(compared.outward)} outward, ${String(compared.differences.length + compared.untold)} differences`);
  showDifferences(output, compared?.differences ?? []);
  output.result({ ok: true, cases: cases.map((one) => ({ ...one.of, subject: one.subject, country: one.country, since: one.since, exchange: one.exchange, orders: typed(one), ordered: one.ordered })), comparison: compared });
  return (compared?.differences.length ?? 0) === 0 ? EXIT.ok : EXIT.negative;
}

/** The row that an id names; both kinds of exchange are UUIDs, so both ledgers are looked in. @throws NcpError NCP_CLI_USAGE */
async function caseNamed(orders: OrderDesk, subject: string): Promise<LedgerCase> {
  for (const ledger of ORDER_LEDGERS) {
    const found = await orders.case(ledger, subject);
    if (found !== undefined) return found;
  }
  throw new NcpError('NCP_CLI_USAGE', { argument: subject, needed: 'an id as `ncp dispense list` shows it' });
}

/** @throws NcpError NCP_CLI_NOT_RUNNING when nobody executes it in time; it stays ordered */
async function outcomeOf(orders: OrderDesk, id: string, waitSeconds: number): Promise<KnownOrder> {
  const end = performance.now() + waitSeconds * 1000;
  for (;;) {
    const known = await orders.find(id);
    if (known?.endedAt !== undefined) return known;
    if (performance.now() > end) throw new NcpError('NCP_CLI_NOT_RUNNING', { order: id, waited: `${String(waitSeconds)} s`, needed: 'the dispatcher' });
    await pause(LOOK_EVERY_MS);
  }
}

type Wish = Pick<NewOrder, 'action' | 'ledger' | 'subject' | 'seen'>;

async function ordered({ orders }: OpenOperations, wish: Wish, { state, note, found, as, wait }: DispenseOrderOptions): Promise<KnownOrder> {
  const id = randomUUID();
  const orderedAt = nowIn({ state });
  if (note.trim().length < 3 || holdsPersonalNumber(note, stockholmDate(orderedAt))) throw new NcpError('NCP_CLI_USAGE', { option: '--note', needed: 'why, in a few words, without anything about a person' });
  const order = { ...wish, id, note, orderedBy: as ?? `cli:${userInfo().username}`, role: 'operator', orderedAt, ...(found === undefined ? {} : { found }) } as NewOrder;
  if ((await orders.give(order)) === 'already') throw new NcpError('NCP_CLI_USAGE', { argument: wish.subject, needed: 'no other order for it that has not ended' });
  return outcomeOf(orders, id, wait);
}

function tell(output: Output, { order, result }: KnownOrder): ExitCode {
  const { state, stands, reason, compared } = result ?? {};
  output.line([order.status, ...(state === undefined ? [] : [`now ${state}`]), ...(stands === undefined ? [] : [`in the national list: ${stands}`]), ...(reason === undefined ? [] : [`because: ${reason}`])].join(', '));
  if (compared !== undefined) {
    output.line(`${String(compared.inward)} inward and ${String(compared.outward)} outward compared, ${String(compared.differences.length + compared.untold)} differences`);
    showDifferences(output, compared.differences);
  }
  const done = order.status === 'done' && (compared?.differences.length ?? 0) === 0;
  output.result({ ok: done, order: order.id, status: order.status, ...result });
  return done ? EXIT.ok : EXIT.negative;
}

/**
 * Orders something about one row, and waits for its outcome. 1 when nothing was done, or what was compared differs.
 * @throws NcpError NCP_CLI_USAGE, NCP_CLI_NOT_RUNNING, NCP_STORE_UNAVAILABLE
 */
export const dispenseOrderCommand = (output: Output, action: OrderAction, subject: string | undefined, options: DispenseOrderOptions): Promise<ExitCode> =>
  withOperations(options, 'refused', async (view) => {
    if (subject === undefined) return tell(output, await ordered(view, { action: 'reconcile', ledger: 'all', subject: 'all', seen: '' }, options));
    const { of } = await caseNamed(view.orders, subject);
    return tell(output, await ordered(view, { action, ledger: of.ledger, subject, seen: of.state }, options));
  });
