import { randomUUID } from 'node:crypto';
import { holdsPersonalNumber, ORDER_ACTIONS, ORDER_FINDINGS, ORDER_LEDGERS, stockholmDate, type OrderLedger } from '@ncp/domain';
import type { KnownOrder, LedgerCase, NewOrder } from '@ncp/store';
import { formOf } from '@ncp/web';
import { matching, named, NotHere, type AskedBy, type Pages } from '../pages.js';
import type { Frame } from '../views/frame.js';
import { caseView, compareView, orderState, orderView } from '../views/ledger-case.js';
import { ledgersState, ledgersView, type LedgersPage } from '../views/ledgers.js';

const CASES = 50;
const RECENT = 15;
const NOTE = { least: 3, most: 500 } as const;
const LEDGER = new RegExp(`^(${ORDER_LEDGERS.join('|')})$`);
const SUBJECT = /^[0-9a-f-]{1,64}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const STATE = /^[A-Z_]{1,40}$/;

async function shownNow({ sources: { operations, orders } }: Pages): Promise<LedgersPage> {
  const [counts, outward, inward, conflict, recent, comparison] = await Promise.all([
    operations.ledgers(), orders.cases('outward', CASES), orders.cases('inward', CASES), orders.cases('conflict', CASES), orders.recent(RECENT), orders.lastComparison(),
  ]);
  return { counts, cases: { outward, inward, conflict }, recent, limit: CASES, ...(comparison === undefined ? {} : { comparison }) };
}

const caseOf = async ({ sources: { orders } }: Pages, ask: AskedBy): Promise<LedgerCase> => {
  const found = await orders.case(named(ask, 'ledger', LEDGER) as OrderLedger, named(ask, 'subject', SUBJECT));
  if (found === undefined) throw new NotHere();
  return found;
};

const orderNamed = async ({ sources: { orders } }: Pages, ask: AskedBy): Promise<KnownOrder> => {
  const found = await orders.find(named(ask, 'order', UUID));
  if (found === undefined || found.order.ledger === 'page') throw new NotHere();
  return found;
};

/** Who orders, and when; the form's own id makes the second click the same order. */
const signed = (frame: Frame, { request, session: { who } }: AskedBy): Pick<NewOrder, 'id' | 'orderedBy' | 'role' | 'orderedAt'> =>
  ({ id: matching(formOf(request)('order'), UUID) ?? randomUUID(), orderedBy: who.subject, role: who.role, orderedAt: frame.now });

/** What the form asks for; undefined for what no form of ours sends. */
function wishOf({ request }: AskedBy, one: LedgerCase): Pick<NewOrder, 'action' | 'ledger' | 'subject' | 'seen' | 'found'> | undefined {
  const form = formOf(request);
  const action = ORDER_ACTIONS.find((name) => name === form('action'));
  const seen = matching(form('seen'), STATE);
  const found = ORDER_FINDINGS.find((name) => name === form('found'));
  if (action === undefined || seen === undefined) return undefined;
  return { action, ledger: one.of.ledger, subject: one.subject, seen, ...(found === undefined ? {} : { found }) };
}

export function dispensationRoutes(pages: Pages): void {
  const { page, live, change, sources: { orders } } = pages;
  page('/dispensations', async (frame) => ledgersView(frame, await shownNow(pages)));
  live('/dispensations/events', async (frame) => ledgersState(frame, await shownNow(pages)));

  page('/dispensations/compare', async (frame) => compareView(frame, randomUUID()), 'operator');
  change('/dispensations/compare', async (frame, ask) => {
    const order: NewOrder = { ...signed(frame, ask), action: 'reconcile', ledger: 'all', subject: 'all', seen: '', note: 'dashboard' };
    return (await orders.give(order)) === 'given' ? `/dispensations/orders/${order.id}` : told(ask, frame.t.orders.already, '/dispensations');
  }, 'operator');

  page('/dispensations/orders/:order', async (frame, ask) => orderView(frame, await orderNamed(pages, ask)));
  live('/dispensations/orders/:order/events', async (frame, ask) => orderState(frame, await orderNamed(pages, ask)));

  page('/dispensations/:ledger/:subject', async (frame, ask) => {
    const one = await caseOf(pages, ask);
    const earlier = await orders.recent(RECENT, one.subject);
    return caseView(frame, one, earlier.filter(({ order }) => order.ledger === one.of.ledger), randomUUID);
  });
  change('/dispensations/:ledger/:subject', async (frame, ask) => {
    const one = await caseOf(pages, ask);
    const back = `/dispensations/${one.of.ledger}/${one.subject}`;
    const wish = wishOf(ask, one);
    const note = formOf(ask.request)('note') ?? '';
    if (wish === undefined) throw new NotHere();
    if (note.length < NOTE.least || note.length > NOTE.most) return told(ask, frame.t.orders.noteMissing, back);
    if (holdsPersonalNumber(note, stockholmDate(frame.now))) return told(ask, `${frame.t.orders.noteOfPerson} (NCP_API_INPUT)`, back);
    const order = { ...signed(frame, ask), ...wish, note } as NewOrder;
    // The very same order again leads to what became of it; another one for the same row is told.
    const given = await orders.give(order);
    return given === 'given' || (await orders.find(order.id)) !== undefined ? `/dispensations/orders/${order.id}` : told(ask, frame.t.orders.already, back);
  }, 'operator');
}

/** Said once, on the next page. */
function told({ session }: AskedBy, notice: string, next: string): string {
  session.notice = notice;
  return next;
}
