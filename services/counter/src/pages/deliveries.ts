import type { Dispensation } from '../api/answers.js';
import type { VisitWork } from '../visit-work.js';
import { countryName } from '../visit-work.js';
import { personName } from '../views/confirm.js';
import { deliveryView, type DeliveryPlace } from '../views/delivery.js';
import { discardView, mineView } from '../views/mine.js';
import { receiptView } from '../views/receipt.js';
import { go, NotHere, show, stripOf, type Action, type Work } from './work.js';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An id of the address; what cannot be one is not asked for. @throws NotHere */
export const idOf = ({ param }: Pick<Work, 'param'>): string => {
  const id = param('dispensation');
  if (!ID.test(id)) throw new NotHere();
  return id;
};

const visitBehind = ({ session }: Work, id: string): VisitWork | undefined => [...session.visits.values()].find((visit) => visit.dispensed.has(id));

/** Country names without another question to the API where the visit knows it; else the code. */
const nameOf = (work: Work, code: string): string => {
  const visit = [...work.session.visits.values()].find(({ country }) => country.code === code);
  return visit === undefined ? regionName(work, code) : countryName(visit, work.frame.language);
};
const regionName = ({ frame }: Work, code: string): string =>
  (/^[A-Z]{2}$/.test(code) ? new Intl.DisplayNames([frame.language], { type: 'region' }).of(code) ?? code : code);

export const placeOf = (work: Work, one: Dispensation): DeliveryPlace => {
  const visit = visitBehind(work, one.id);
  return { country: nameOf(work, one.country), ...(visit === undefined ? {} : { list: `/visits/${visit.id}/prescriptions` }) };
};

const stripBehind = (work: Work, id: string): ReturnType<typeof stripOf> | undefined => {
  const visit = visitBehind(work, id);
  return visit === undefined ? undefined : stripOf(work, visit, visit.dispensed.get(id));
};

/** Step 9. */
export const delivery: Action = async (work) => {
  const one = await work.api.dispensation(idOf(work));
  return show(deliveryView(work.frame, one, placeOf(work, one), stripBehind(work, one.id)));
};

/** Step 10. Name and dose come from the visit, as long as it is remembered; nothing of them is kept for the receipt alone. */
export const receipt: Action = async (work) => {
  const one = await work.api.dispensation(idOf(work));
  const visit = visitBehind(work, one.id);
  const candidate = visit?.identified?.candidates.find(({ index }) => index === visit.confirmed);
  const opened = visit?.opened.get(visit.dispensed.get(one.id) ?? '');
  const patient = candidate === undefined ? '' : personName(candidate);
  return show(receiptView(work.frame, {
    dispensation: one, country: nameOf(work, one.country), ...(patient === '' ? {} : { patient }), ...(opened === undefined ? {} : { opened }),
  }, stripBehind(work, one.id)));
};

/** Every dispensation of the pharmacy. */
export const mine: Action = async (work) => show(mineView(work.frame, await work.api.dispensations(), (code) => nameOf(work, code)));

/** D71: the same document, in the name of who is signed in now. */
export const release: Action = async (work) => {
  const id = idOf(work);
  await work.api.release(id);
  work.session.notice = work.frame.t.mine.released;
  return go(`/dispensations/${id}`);
};

export const discardForm: Action = async (work) => show(discardView(work.frame, await work.api.dispensation(idOf(work))));

export const discard: Action = async (work) => {
  const id = idOf(work);
  const reason = work.form('reason');
  if (reason === undefined) return show(discardView(work.frame, await work.api.dispensation(id), { missing: true }), 422);
  await work.api.discard(id, reason);
  return go(`/dispensations/${id}`);
};
