import type { MaskField } from '../api/answers.js';
import { ApiProblem } from '../api/problem.js';
import type { Texts } from '../texts/index.js';
import { confirmView, type MissingToConfirm } from '../views/confirm.js';
import { say } from '../views/frame.js';
import { identifyView, type WrongFields } from '../views/identify.js';
import { go, NotHere, show, stripOf, visitOf, type Action, type Work } from './work.js';

/** Step 3. */
export const identity: Action = (work) => {
  const visit = visitOf(work);
  if (!visit.informed) return go(`/visits/${visit.id}/information`);
  return show(identifyView(work.frame, visit, stripOf(work, visit)));
};

const isDate = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

/**
 * What the form itself can see. Patterns of countries are matched by the API, never here: a pattern is somebody else's program.
 */
const ruleBroken = ({ t }: { readonly t: Texts }, asked: MaskField, value: string | undefined): string | undefined => {
  if (value === undefined) return asked.mandatory ? t.identify.rule.required : undefined;
  if (value.length > 200) return t.identify.rule.long;
  if (asked.kind === 'birth-date' && !isDate(value)) return t.identify.rule.date;
  if (asked.kind === 'gender' && !['F', 'M', 'UN'].includes(value)) return t.identify.rule.gender;
  return undefined;
};

const typedIn = ({ form }: Work, fields: readonly MaskField[]): Record<string, string> =>
  Object.fromEntries(fields.flatMap(({ key }) => {
    const value = form(`field.${key}`);
    return value === undefined ? [] : [[key, value] as const];
  }));

/** `traits.fi.nationalId`, `fi.nationalId`: the API names the member, with or without where it stands. */
const wrongByApi = (work: Work, problem: ApiProblem['problem'], fields: readonly MaskField[]): WrongFields =>
  Object.fromEntries((problem.fields ?? []).flatMap((one) => {
    const asked = fields.find(({ key }) => one.field === key || one.field.endsWith(`.${key}`));
    return asked === undefined ? [] : [[asked.key, say(work.frame, one.text)] as const];
  }));

export const identify: Action = async (work) => {
  const visit = visitOf(work);
  if (!visit.informed || visit.confirmed !== undefined) return go(`/visits/${visit.id}/information`);
  const { patient, document } = visit.mask;
  visit.typed = typedIn(work, patient);
  visit.documentFields = typedIn(work, document);
  const values = { ...visit.typed, ...visit.documentFields };
  const wrong: WrongFields = Object.fromEntries([...patient, ...document].flatMap((asked) => {
    const rule = ruleBroken(work.frame, asked, values[asked.key]);
    return rule === undefined ? [] : [[asked.key, rule] as const];
  }));
  const again = (fields: WrongFields): ReturnType<Action> => show(identifyView(work.frame, visit, stripOf(work, visit), fields), 422);
  if (Object.keys(wrong).length > 0) return again(wrong);
  delete visit.identified;
  try {
    visit.identified = await work.api.identify(visit.id, visit.typed);
  } catch (error) {
    const byField = error instanceof ApiProblem ? wrongByApi(work, error.problem, [...patient, ...document]) : {};
    if (Object.keys(byField).length > 0) return again(byField);
    throw error;
  }
  return go(`/visits/${visit.id}/confirm`);
};

/** Step 4. */
export const person: Action = (work) => {
  const visit = visitOf(work);
  if (visit.confirmed !== undefined) return go(`/visits/${visit.id}/prescriptions`);
  if (visit.identified === undefined) return go(`/visits/${visit.id}/identify`);
  return show(confirmView(work.frame, visit, stripOf(work, visit)));
};

export const confirm: Action = async (work) => {
  const visit = visitOf(work);
  const candidates = visit.identified?.candidates;
  if (candidates === undefined) throw new NotHere();
  const candidate = candidates.find(({ index }) => String(index) === work.form('candidate'));
  const difference = work.form('difference');
  const missing: MissingToConfirm[] = [
    ...(candidate === undefined ? ['candidate'] as const : []),
    ...(work.form('idDocumentShown') === 'yes' ? [] : ['idDocumentShown'] as const),
    ...(work.form('patientInformed') === 'yes' ? [] : ['patientInformed'] as const),
    ...(candidate?.differs === true && difference === undefined ? ['difference'] as const : []),
  ];
  if (candidate === undefined || missing.length > 0) {
    const typed = { ...(candidate === undefined ? {} : { candidate: candidate.index }), ...(difference === undefined ? {} : { difference }) };
    return show(confirmView(work.frame, visit, stripOf(work, visit), typed, missing), 422);
  }
  await work.api.confirm(visit.id, { candidate: candidate.index, ...(candidate.differs && difference !== undefined ? { difference } : {}) });
  visit.confirmed = candidate.index;
  return go(`/visits/${visit.id}/prescriptions`);
};
