import { SESSION_LIMITS, Sessions, type BrowserSession, type Identity, type IssuedIdentity, type SessionLimits } from '@ncp/web';
import type { VisitWork } from './visit-work.js';

/** Who works at this counter, as the issuer named her; shown on every page. */
export interface SignedIn extends Identity {
  /** As the API names the point of care; empty until it has said so. */
  organisation: string;
  readonly professionCode: string;
  readonly accessToken: string;
}

export interface Session extends BrowserSession<SignedIn> {
  readonly visits: Map<string, VisitWork>;
}
export type CounterSessions = Sessions<SignedIn, Session>;

const VISITS_EACH = 40;

/** Sessions that forget their visits when they end. */
export const counterSessions = (now: () => number, limits: SessionLimits = SESSION_LIMITS): CounterSessions => new Sessions((bare) => {
  const visits = new Map<string, VisitWork>();
  bare.closers.add(() => { visits.clear(); });
  return Object.assign(bare, { visits });
}, now, limits);

/** Name and place are only displayed; whether she may do anything is decided by the API from the access token. */
export const signedIn = ({ claim, accessToken, until }: IssuedIdentity): SignedIn =>
  ({ name: claim('name'), organisation: claim('orgName'), professionCode: claim('yrkeskod'), accessToken, until });

/** Remembers a visit; the oldest goes when there are too many. */
export function keepVisit({ visits }: Session, visit: VisitWork, most: number = VISITS_EACH): void {
  const [oldest] = visits.keys();
  if (visits.size >= most && oldest !== undefined) visits.delete(oldest);
  visits.set(visit.id, visit);
}
