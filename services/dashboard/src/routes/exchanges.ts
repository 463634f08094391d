import { queryOf } from '@ncp/web';
import { askedFor, named, NotHere, type Pages } from '../pages.js';
import { exchangeView } from '../views/exchange.js';
import { searchView } from '../views/search.js';

const FOUND = 50;
const EXCHANGE = /^[0-9a-f-]{36}$/;
const CODE = /^[A-Za-z0-9_]{1,64}$/;

export function exchangeRoutes({ page, known, countries, sources: { operations } }: Pages): void {
  page('/exchanges', async (frame, ask) => {
    const query = queryOf(ask.request);
    const [country, code, exchange] = [known(query('country')), askedFor(ask, 'code', CODE), askedFor(ask, 'exchange', EXCHANGE)];
    const wish = { ...(country === undefined ? {} : { country }), ...(code === undefined ? {} : { code }), ...(exchange === undefined ? {} : { exchange }) };
    const trouble = query('trouble') === 'yes';
    return searchView(frame, { ...wish, trouble }, await operations.search({ ...wish, limit: FOUND, onlyTrouble: trouble }), countries);
  });
  page('/exchanges/:exchange', async (frame, ask) => {
    const id = named(ask, 'exchange', EXCHANGE);
    const found = await operations.exchange(id);
    if (found.messages.length === 0 && found.steps.length === 0) throw new NotHere();
    return exchangeView(frame, { id, ...found });
  });
}
