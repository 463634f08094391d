import { countryCode } from '@ncp/domain';
import { closeVisit, confirmPatient, identify, openVisit, visitOf } from '@ncp/exchange';
import { API_ROOT } from '../api/operations.js';
import { countryAnswer, identifiedAnswer, maskAnswer, visitAnswer } from '../answers/visit-answer.js';
import { answered, type Handlers } from '../call.js';

/** Country, visit, person: the first steps of the counter. */
export const visitRoutes: Handlers<'countries' | 'mask' | 'openVisit' | 'readVisit' | 'closeVisit' | 'identify' | 'confirm'> = {
  countries: async ({ desk: { directory } }) =>
    answered({ countries: directory.countries().map((profile) => countryAnswer(profile, directory.state(profile.code))) }),

  mask: async ({ desk }, { params: { country = '' } }) => answered(maskAnswer(desk.directory.profile(countryCode(country)))),

  async openVisit({ desk }, { caller, body }) {
    const visit = await openVisit(desk, caller, { country: countryCode(body.country), purpose: body.purpose });
    return { kind: 'json', status: 201, body: visitAnswer(visit, desk.directory.profile(visit.country)), location: `${API_ROOT}/visits/${visit.id}` };
  },

  async readVisit({ desk }, { caller, params: { visit: id = '' } }) {
    const visit = await visitOf(desk, caller, id);
    return answered(visitAnswer(visit, desk.directory.profile(visit.country)));
  },

  async closeVisit({ desk }, { caller, params: { visit = '' } }) {
    await closeVisit(desk, caller, visit);
    return { kind: 'nothing' };
  },

  async identify({ desk }, { caller, params: { visit = '' }, body: { traits } }) {
    const identified = await identify(desk, caller, { visit, given: traits });
    return answered(identifiedAnswer(caller.exchange, identified, desk.directory.profile(identified.country)));
  },

  async confirm({ desk }, { caller, params: { visit = '' }, body: { difference, ...ticks } }) {
    const confirmed = await confirmPatient(desk, caller, { visit, ...ticks, ...(difference === undefined ? {} : { difference }) });
    return answered(visitAnswer(confirmed, desk.directory.profile(confirmed.country)));
  },
};
