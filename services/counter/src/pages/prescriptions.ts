import type { Prescription } from '../api/answers.js';
import { ApiUnreachable } from '../api/problem.js';
import type { VisitWork } from '../visit-work.js';
import { listView } from '../views/list.js';
import { prescriptionView } from '../views/prescription.js';
import { go, NotHere, show, stripOf, visitOf, type Action, type Work } from './work.js';

/** A visit whose person is confirmed: before that nothing of her may be asked. @throws NotHere */
export function confirmedVisit(work: Work): VisitWork {
  const visit = visitOf(work);
  if (visit.confirmed === undefined) throw new NotHere();
  return visit;
}

/** Step 5. The list is fetched once, and again when asked for or after a dispensation. */
export const list: Action = async (work) => {
  const visit = visitOf(work);
  if (visit.confirmed === undefined) return go(`/visits/${visit.id}/confirm`);
  if (work.query('again') !== undefined) {
    delete visit.list;
    return go(`/visits/${visit.id}/prescriptions`);
  }
  visit.list ??= await work.api.prescriptions(visit.id, visit.documentFields);
  return show(listView(work.frame, visit, stripOf(work, visit)));
};

/** The prescription of the address, as it was read in this visit. @throws NotHere for one that the last list did not have */
export async function openedOf(work: Work, visit: VisitWork): Promise<Prescription> {
  const key = work.param('document');
  const known = visit.opened.get(key);
  if (known !== undefined) return known;
  if (visit.list?.prescriptions.some((one) => one.key === key) !== true) throw new NotHere();
  const opened = await work.api.prescription(visit.id, key);
  visit.opened.set(key, opened);
  return opened;
}

/** Step 6. */
export const prescription: Action = async (work) => {
  const visit = confirmedVisit(work);
  const opened = await openedOf(work, visit);
  return show(prescriptionView(work.frame, visit, stripOf(work, visit, opened.key), opened));
};

const PDF_BEGINS = Buffer.from('%PDF-');

/** The original, if it is what it says it is: nothing else is handed to the browser's viewer (WEB-02). */
export const original: Action = async (work) => {
  const visit = confirmedVisit(work);
  const opened = await openedOf(work, visit);
  if (!opened.forms.includes('pdf')) throw new NotHere();
  const { bytes, findings } = await work.api.original(visit.id, opened.key);
  if (!Buffer.from(bytes.subarray(0, PDF_BEGINS.length)).equals(PDF_BEGINS)) throw new ApiUnreachable('answer');
  return { kind: 'pdf', bytes, unproven: findings.length > 0 };
};
