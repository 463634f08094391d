import { keepVisit } from '../session.js';
import { newVisitWork } from '../visit-work.js';
import { countryView } from '../views/country.js';
import { informationView } from '../views/information.js';
import { go, NotHere, show, stripOf, visitOf, type Action } from './work.js';

/** Step 1. */
export const countries: Action = async ({ frame, api }) => show(countryView(frame, await api.countries()));

/** A visit begins with its country; everything else of it comes later (decisions G05). */
export const openVisit: Action = async (work) => {
  const { api, form, session } = work;
  const code = form('country') ?? '';
  const country = (await api.countries()).find((one) => one.code === code);
  if (country === undefined) throw new NotHere();
  const [mask, visit] = [await api.mask(code), await api.openVisit(code)];
  session.who.organisation = visit.professional.organisation;
  keepVisit(session, newVisitWork(visit.id, country, mask));
  return go(`/visits/${visit.id}/information`);
};

/** Step 2. */
export const information: Action = (work) => {
  const visit = visitOf(work);
  return show(informationView(work.frame, visit, stripOf(work, visit)));
};

export const informed: Action = (work) => {
  const visit = visitOf(work);
  visit.informed = work.form('informed') === 'yes';
  return visit.informed ? go(`/visits/${visit.id}/identify`) : show(informationView(work.frame, visit, stripOf(work, visit), true), 422);
};

/** Ends the visit on both sides; what the memory held of the patient goes at once. */
export const closeVisit: Action = async (work) => {
  const visit = visitOf(work);
  work.session.visits.delete(visit.id);
  await work.api.closeVisit(visit.id);
  return go('/');
};
