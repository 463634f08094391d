import { holdsPersonalNumber, stockholmDate } from '@ncp/domain';
import type { Article } from '../api/answers.js';
import { productView, type ProductPage } from '../views/product.js';
import { confirmedVisit, openedOf } from './prescriptions.js';
import { go, NotHere, show, stripOf, type Action, type Answer, type Work } from './work.js';

async function page(work: Work, search?: ProductPage['search']): Promise<Answer> {
  const visit = confirmedVisit(work);
  const opened = await openedOf(work, visit);
  const suggested = await work.api.suggestions(visit.id, opened.key);
  const late = work.query('late') !== undefined || work.form('late') !== undefined;
  return show(productView(work.frame, visit, stripOf(work, visit, opened.key), { opened, suggested, late, ...(search === undefined ? {} : { search }) }));
}

/** Step 7. */
export const products: Action = (work) => page(work);

/** Nothing about a person goes into the address of a question (DAT-08); no product has such a name. */
const find = async ({ api, clock }: Work, text: string): Promise<readonly Article[]> => {
  if (/^\d{6}$/.test(text)) return api.products({ varunummer: text });
  if (/^\d{14}$/.test(text)) return api.products({ nplPackId: text });
  return text.length < 2 || holdsPersonalNumber(text, stockholmDate(clock.now())) ? [] : api.products({ name: text });
};

/** Posted, so that what was searched for stands in no address. */
export const search: Action = async (work) => {
  const text = (work.form('q') ?? '').slice(0, 60);
  return page(work, { text, found: await find(work, text) });
};

/** The choice stands in the memory of the visit; the API checks it when it is prepared. */
export const choose: Action = async (work) => {
  const visit = confirmedVisit(work);
  const opened = await openedOf(work, visit);
  const nplPackId = work.form('nplPackId');
  const name = work.form('name');
  if (nplPackId === undefined || name === undefined || !/^\d{14}$/.test(nplPackId)) throw new NotHere();
  const packs = work.form('packs');
  visit.choices.set(opened.key, { nplPackId, name: name.slice(0, 200), ...(packs !== undefined && /^\d{1,3}$/.test(packs) ? { packages: packs } : {}) });
  return go(`/visits/${visit.id}/prescriptions/${opened.key}/${work.form('late') === undefined ? 'dispense' : 'late'}`);
};
