import { randomUUID } from 'node:crypto';
import { fromStockholm } from '@ncp/domain';
import type { Dispensation, Prescription } from '../api/answers.js';
import type { DispenseRequest } from '../api/api-client.js';
import { ApiProblem } from '../api/problem.js';
import type { Choice, VisitWork } from '../visit-work.js';
import { dispenseView, type DispensePage } from '../views/dispense.js';
import { say } from '../views/frame.js';
import type { Wrong } from '../views/parts.js';
import { confirmedVisit, openedOf } from './prescriptions.js';
import { go, show, stripOf, type Action, type Answer, type Work } from './work.js';

interface Chosen {
  readonly visit: VisitWork;
  readonly opened: Prescription;
  readonly choice: Choice;
}

const chosen = async (work: Work): Promise<Chosen | Answer> => {
  const visit = confirmedVisit(work);
  const opened = await openedOf(work, visit);
  const choice = visit.choices.get(opened.key);
  return choice === undefined ? go(`/visits/${visit.id}/prescriptions/${opened.key}/products`) : { visit, opened, choice };
};

const page = (work: Work, { visit, opened, choice }: Chosen, more: Partial<DispensePage> = {}, status = 200): Answer =>
  show(dispenseView(work.frame, visit, stripOf(work, visit, opened.key), { opened, choice, ...more }), status);

/** Step 8. */
export const dispense: Action = async (work) => {
  const found = await chosen(work);
  return 'kind' in found ? found : page(work, found);
};

const requestOf = ({ opened, choice }: Chosen): DispenseRequest => ({
  prescription: opened.key, article: choice.nplPackId, packages: Number(choice.packages),
  ...(choice.lot === undefined ? {} : { lotNumber: choice.lot }), ...(choice.acknowledged === undefined ? {} : { acknowledged: choice.acknowledged }),
});

/** Takes packages, lot and what she answers for from the form; a changed choice needs new checks. */
function takeAmounts(work: Work, choice: Choice): readonly Wrong[] {
  const { t } = work.frame;
  const [packages, lot] = [work.form('packages'), work.form('lot')];
  if (packages === undefined) delete choice.packages;
  else choice.packages = packages;
  if (lot === undefined) delete choice.lot;
  else choice.lot = lot.slice(0, 40);
  const judged = (choice.prepared?.checks ?? []).map(({ id }) => id).filter((id) => work.form(`ack.${id}`) === 'yes');
  if (judged.length === 0) delete choice.acknowledged;
  else choice.acknowledged = judged;
  delete choice.prepared;
  if (packages === undefined) return [{ field: 'packages', label: t.dispense.packages, rule: t.identify.rule.required }];
  return /^[1-9]\d{0,2}$/.test(packages) ? [] : [{ field: 'packages', label: t.dispense.packages, rule: t.identify.rule.format }];
}

const FIELDS: Readonly<Record<string, string>> = { packages: 'packages', lotNumber: 'lot', handedOverAt: 'handedOverAt', reason: 'reason' };

/** A refusal that names fields is shown at them. */
const wrongByApi = (work: Work, error: unknown): readonly Wrong[] => {
  if (!(error instanceof ApiProblem)) return [];
  return (error.problem.fields ?? []).flatMap((one) => {
    const field = FIELDS[one.field.split('.').at(-1) ?? ''];
    return field === undefined ? [] : [{ field, label: Object.entries(work.frame.t.dispense.fieldNames).find(([name]) => name === field)?.[1] ?? field, rule: say(work.frame, one.text) }];
  });
};

/** The checks, without any effect. */
export const prepare: Action = async (work) => {
  const found = await chosen(work);
  if ('kind' in found) return found;
  const { visit, opened, choice } = found;
  const wrong = takeAmounts(work, choice);
  // A changed choice is a new dispensation.
  delete choice.idempotencyKey;
  if (wrong.length > 0) return page(work, found, { wrong }, 422);
  try {
    choice.prepared = await work.api.prepare(visit.id, requestOf(found));
  } catch (error) {
    const byField = wrongByApi(work, error);
    if (byField.length > 0) return page(work, found, { wrong: byField }, 422);
    throw error;
  }
  if (choice.prepared.ready) choice.idempotencyKey = randomUUID();
  return go(`/visits/${visit.id}/prescriptions/${opened.key}/dispense`);
};

/** From here on the dispensation is on its way; what the visit knew of the list is old. */
function sent({ visit, opened }: Chosen, { id }: Pick<Dispensation, 'id'>): Answer {
  visit.dispensed.set(id, opened.key);
  delete visit.list;
  return go(`/dispensations/${id}`);
}

/** The second act. Sent twice, from wherever, it is one dispensation: the key was made with the checks (UC-B4 3.1). */
export const send: Action = async (work) => {
  const found = await chosen(work);
  if ('kind' in found) return found;
  const { idempotencyKey } = found.choice;
  if (idempotencyKey === undefined || work.form('key') !== idempotencyKey) return go(`/visits/${found.visit.id}/prescriptions/${found.opened.key}/dispense`);
  return sent(found, await work.api.dispense(found.visit.id, requestOf(found), idempotencyKey));
};

/** UC-B6: the form of a hand-over that already happened. */
export const late: Action = async (work) => {
  const found = await chosen(work);
  if ('kind' in found) return found;
  // Those of a dispensation that has not happened are others.
  delete found.choice.prepared;
  return page(work, found, { late: found.choice.late ?? {} });
};

export const recordLate: Action = async (work) => {
  const found = await chosen(work);
  if ('kind' in found) return found;
  const { t } = work.frame;
  const { visit, choice } = found;
  const [handedOverAt, reason] = [work.form('handedOverAt'), work.form('reason')];
  const typed = { ...(handedOverAt === undefined ? {} : { handedOverAt }), ...(reason === undefined ? {} : { reason }) };
  choice.late = typed;
  const instant = handedOverAt === undefined ? undefined : fromStockholm(handedOverAt.replace(' ', 'T'));
  const wrong: readonly Wrong[] = [
    ...takeAmounts(work, choice),
    ...(instant === undefined ? [{ field: 'handedOverAt', label: t.late.handedOverAt, rule: handedOverAt === undefined ? t.identify.rule.required : t.late.badTime }] : []),
    ...(reason === undefined ? [{ field: 'reason', label: t.late.reason, rule: t.identify.rule.required }] : []),
  ];
  if (instant === undefined || reason === undefined || wrong.length > 0) return page(work, found, { wrong, late: typed }, 422);
  choice.lateKey ??= randomUUID();
  try {
    return sentLate(found, await work.api.recordLate({ ...requestOf(found), visit: visit.id, handedOverAt: instant, reason }, choice.lateKey));
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return lateRefused(work, found, error);
  }
};

/**
 * The hand-over is on record; what is recorded late after it is another one. Until then its key stays, whatever went wrong and
 * whatever else is typed: nobody knows of a try without an answer, or with trouble of ours, whether it was taken (P2).
 */
function sentLate(found: Chosen, dispensation: Pick<Dispensation, 'id'>): Answer {
  delete found.choice.late;
  delete found.choice.lateKey;
  return sent(found, dispensation);
}

async function lateRefused(work: Work, found: Chosen, error: ApiProblem): Promise<Answer> {
  const { visit, choice } = found;
  const { code, dispensation } = error.problem;
  const late = choice.late ?? {};
  // An earlier try had been taken after all, with what was typed then.
  if (code === 'NCP_API_IDEMPOTENCY' && dispensation !== undefined) return sentLate(found, { id: dispensation });
  if (code === 'NCP_DELIVERY_ACKNOWLEDGE') {
    choice.prepared = await work.api.prepare(visit.id, { ...requestOf(found), late: true });
    return page(work, found, { late }, 422);
  }
  const byField = wrongByApi(work, error);
  if (byField.length > 0) return page(work, found, { wrong: byField, late }, 422);
  throw error;
}
