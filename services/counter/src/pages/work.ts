import type { Clock, Logger } from '@ncp/runtime';
import type { TreatmentApi } from '../api/api-client.js';
import type { Session } from '../session.js';
import type { VisitWork } from '../visit-work.js';
import type { Frame, Page, VisitStrip } from '../views/frame.js';
import { personName } from '../views/confirm.js';
import { countryName } from '../visit-work.js';

/** One request of somebody who is signed in. */
export interface Work {
  readonly frame: Frame;
  readonly session: Session;
  readonly api: TreatmentApi;
  readonly clock: Clock;
  readonly log: Logger;
  /** Names in the address. */
  readonly param: (name: string) => string;
  readonly query: (name: string) => string | undefined;
  /** A value of the form, trimmed; undefined when absent, empty or given twice. */
  readonly form: (name: string) => string | undefined;
}

export type Answer =
  | { readonly kind: 'page'; readonly page: Page; readonly status?: number }
  | { readonly kind: 'redirect'; readonly to: string }
  /** `unproven`: nothing in it says whom it is about. */
  | { readonly kind: 'pdf'; readonly bytes: Uint8Array; readonly unproven: boolean };

export type Action = (work: Work) => Promise<Answer> | Answer;

export const show = (page: Page, status = 200): Answer => ({ kind: 'page', page, status });
export const go = (to: string): Answer => ({ kind: 'redirect', to });

/** Nothing under this address for this session; the same answer for what never was and for what is another's (WEB-06). */
export class NotHere extends Error {}

/** A visit of this session. @throws NotHere */
export function visitOf(work: Work): VisitWork {
  const visit = work.session.visits.get(work.param('visit'));
  if (visit === undefined) throw new NotHere();
  return visit;
}

/** What stands above every page of a visit: whose it is, and which steps can be reached. */
export function stripOf({ frame }: Pick<Work, 'frame'>, visit: VisitWork, document?: string): VisitStrip {
  const base = `/visits/${visit.id}`;
  const person = visit.confirmed === undefined ? undefined : visit.identified?.candidates.find(({ index }) => index === visit.confirmed);
  const one = document === undefined ? undefined : `${base}/prescriptions/${document}`;
  const [lastDispensation] = [...visit.dispensed.keys()].toReversed();
  return {
    id: visit.id, country: countryName(visit, frame.language),
    ...(person === undefined ? {} : { person: [personName(person), person.birthDate].filter((part) => part !== undefined && part !== '').join(', ') }),
    links: [
      '/', visit.confirmed === undefined ? `${base}/information` : undefined,
      visit.informed && visit.confirmed === undefined ? `${base}/identify` : undefined,
      visit.identified !== undefined && visit.confirmed === undefined ? `${base}/confirm` : undefined,
      visit.confirmed === undefined ? undefined : `${base}/prescriptions`,
      one, one === undefined ? undefined : `${one}/products`,
      one === undefined || document === undefined || !visit.choices.has(document) ? undefined : `${one}/dispense`,
      lastDispensation === undefined ? undefined : `/dispensations/${lastDispensation}`,
      lastDispensation === undefined ? undefined : `/dispensations/${lastDispensation}/receipt`,
    ],
  };
}
