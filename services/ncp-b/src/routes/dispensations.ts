import { instant, type Delivery } from '@ncp/domain';
import {
  confirmDispensation, deliveryOf, discardDelivery, lateRecording, prepareDispensation, prescriptionRead, releaseDelivery, repeatedDispensation, requireRole,
  type Caller, type DispenseChoice, type TreatmentDesk,
} from '@ncp/exchange';
import { dispensationAnswer } from '../answers/dispensation-answer.js';
import { optional } from '../answers/optional.js';
import { API_ROOT, EVENTS, type BodyOf } from '../api/operations.js';
import { answered, type Counter, type Handlers, type Reply } from '../call.js';
import type { Change } from '../events.js';

const DEFAULT_LIMIT = 50;

const accepted = ({ surroundings }: TreatmentDesk, delivery: Delivery): Reply =>
  ({ kind: 'json', status: 202, body: dispensationAnswer(delivery, surroundings.now()), location: `${API_ROOT}/dispensations/${delivery.id}` });

function choiceOf({ article, packages, lotNumber, acknowledged }: BodyOf<'dispense'>): DispenseChoice {
  return { article, packages, ...optional({ lotNumber, acknowledged }) };
}

const dispensing = (desk: TreatmentDesk, caller: Caller): Promise<void> => requireRole(desk, caller, { action: 'dispense', country: desk.country });

async function watched(desk: TreatmentDesk, caller: Caller, id: string): Promise<Change> {
  const delivery = await deliveryOf(desk, caller.professional, id);
  const data = dispensationAnswer(delivery, desk.surroundings.now());
  return { version: delivery.version, data, last: data.settled };
}

const events = ({ desk }: Counter, caller: Caller, id: string): Reply => ({ kind: 'events', look: () => watched(desk, caller, id) });

/** From the choice at the counter to the truth about it. */
export const dispensationRoutes: Handlers<
  'prepareDispensation' | 'dispense' | 'dispensations' | 'readDispensation' | 'dispensationEvents' | 'discard' | 'release' | 'recordLate'
> = {
  async prepareDispensation({ desk }, { caller, params: { visit: id = '' }, body }) {
    await dispensing(desk, caller);
    const { visit, prescription } = await prescriptionRead(desk, caller, { visit: id, key: body.prescription });
    const { ready, checks, packages, product } = await prepareDispensation(desk, visit, prescription, { ...choiceOf(body), ...optional({ late: body.late }) });
    return answered({ ready, checks, packages, ...optional({ product }) });
  },

  async dispense({ desk }, { caller, params: { visit: id = '' }, body, key }) {
    await dispensing(desk, caller);
    const asked = { choice: choiceOf(body), idempotencyKey: key, document: body.prescription };
    const earlier = await repeatedDispensation(desk, caller.professional, { ...asked, visit: id });
    if (earlier !== undefined) return accepted(desk, earlier);
    const { visit, prescription } = await prescriptionRead(desk, caller, { visit: id, key: body.prescription });
    return accepted(desk, await confirmDispensation(desk, visit, prescription, asked));
  },

  async recordLate({ desk }, { caller, body, key }) {
    await dispensing(desk, caller);
    const late = { handedOverAt: instant(body.handedOverAt), reason: body.reason };
    const asked = { idempotencyKey: key, document: body.prescription };
    const earlier = await repeatedDispensation(desk, caller.professional, { ...asked, visit: body.visit, choice: choiceOf(body), late });
    if (earlier !== undefined) return accepted(desk, earlier);
    const { visit, prescription } = await prescriptionRead(desk, caller, { visit: body.visit, key: body.prescription });
    return accepted(desk, await lateRecording(desk, visit, prescription, { ...asked, choice: { ...choiceOf(body), ...late } }));
  },

  async dispensations({ desk }, { caller, query: { limit } }) {
    await dispensing(desk, caller);
    const found = await desk.deliveries.ofPharmacy(caller.professional.gln, limit === undefined ? DEFAULT_LIMIT : Number(limit));
    const now = desk.surroundings.now();
    return answered({ dispensations: found.map((one) => dispensationAnswer(one, now)) });
  },

  async readDispensation(counter, { caller, params: { dispensation: id = '' }, media }) {
    await dispensing(counter.desk, caller);
    return media === EVENTS ? events(counter, caller, id) : answered((await watched(counter.desk, caller, id)).data);
  },

  async dispensationEvents(counter, { caller, params: { dispensation: id = '' } }) {
    await dispensing(counter.desk, caller);
    return events(counter, caller, id);
  },

  async discard({ desk }, { caller, params: { dispensation: id = '' }, body: { reason } }) {
    await requireRole(desk, caller, { action: 'discard', country: desk.country });
    return accepted(desk, await discardDelivery(desk, caller.professional, { id, reason }));
  },

  async release({ desk }, { caller, params: { dispensation: id = '' } }) {
    await dispensing(desk, caller);
    return accepted(desk, await releaseDelivery(desk, caller.professional, id));
  },
};
