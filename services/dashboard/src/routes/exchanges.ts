import { randomUUID } from 'node:crypto';
import { fromStockholm } from '@ncp/domain';
import { traceDocument } from '@ncp/store';
import { queryOf } from '@ncp/web';
import { askedFor, named, NotHere, type AskedBy, type Pages } from '../pages.js';
import { exchangeView } from '../views/exchange.js';
import type { Frame } from '../views/frame.js';
import { searchView } from '../views/search.js';

const FOUND = 50;
const EXCHANGE = /^[0-9a-f-]{36}$/;
const CODE = /^[A-Za-z0-9_]{1,64}$/;
/** As a browser's field for date and time writes it; Swedish time. */
const LOCAL = /^[12]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}$/;
/** What of an exchange is looked at or taken away is on record before it is shown (AUD-31); what cannot be recorded is not shown. */
const onRecord = async ({ sources: { orders } }: Pages, { now }: Frame, { session: { who } }: AskedBy, action: 'read' | 'export', subject: string): Promise<void> => {
  await orders.give({ id: randomUUID(), action, ledger: 'page', subject, seen: '', note: '', orderedBy: who.subject, role: who.role, orderedAt: now });
};

export function exchangeRoutes(pages: Pages): void {
  const { page, answer, known, countries, parts, sources: { operations } } = pages;
  page('/exchanges', async (frame, ask) => {
    const query = queryOf(ask.request);
    const [country, code, exchange] = [known(query('country')), askedFor(ask, 'code', CODE), askedFor(ask, 'exchange', EXCHANGE)];
    const [fromText, untilText] = [askedFor(ask, 'from', LOCAL), askedFor(ask, 'until', LOCAL)];
    const [from, until] = [fromText, untilText].map((text) => (text === undefined ? undefined : fromStockholm(text)));
    const wish = { ...(country === undefined ? {} : { country }), ...(code === undefined ? {} : { code }), ...(exchange === undefined ? {} : { exchange }) };
    const times = { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
    const trouble = query('trouble') === 'yes';
    const asked = { ...wish, trouble, ...(from === undefined || fromText === undefined ? {} : { from: fromText }), ...(until === undefined || untilText === undefined ? {} : { until: untilText }) };
    return searchView(frame, asked, await operations.search({ ...wish, ...times, limit: FOUND, onlyTrouble: trouble }), countries);
  });
  page('/exchanges/:exchange', async (frame, ask) => {
    const id = named(ask, 'exchange', EXCHANGE);
    const [found, traces] = await Promise.all([operations.exchange(id), operations.traces(id)]);
    if (found.messages.length === 0 && found.steps.length === 0) throw new NotHere();
    await onRecord(pages, frame, ask, 'read', id);
    return exchangeView(frame, { id, ...found, traces, origin: parts.origin });
  });
  answer('/exchanges/:exchange/trace.json', async (frame, ask) => {
    const id = named(ask, 'exchange', EXCHANGE);
    const [found, traces] = await Promise.all([operations.exchange(id), operations.traces(id)]);
    if (found.messages.length === 0 && found.steps.length === 0) throw new NotHere();
    await onRecord(pages, frame, ask, 'export', id);
    ask.response.type('json').set('content-disposition', `attachment; filename="trace-${id}.json"`).send(JSON.stringify(traceDocument(id, found, traces), undefined, 2));
  }, 'operator');
}
