import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Language } from './texts/index.js';
import type { VisitWork } from './visit-work.js';

/** Who works at this counter, as the issuer named her; shown on every page. */
export interface SignedIn {
  readonly name: string;
  /** As the API names the point of care; empty until it has said so. */
  organisation: string;
  readonly professionCode: string;
  readonly accessToken: string;
  /** End of the access token, epoch milliseconds. */
  readonly until: number;
}

/** One signed-in browser. It lives in the memory of this process only; the browser holds a random name for it and nothing else. */
export interface Session {
  readonly csrf: string;
  readonly who: SignedIn;
  language: Language;
  readonly visits: Map<string, VisitWork>;
  /** Said once on the next page: what the last action led to. */
  notice?: string;
  /** Run when the session ends: open event streams. */
  readonly closers: Set<() => void>;
}

export interface SessionLimits {
  readonly idleMs: number;
  readonly absoluteMs: number;
  readonly sessions: number;
  readonly visitsEach: number;
}

/** decisions of the counter: 15 minutes without a key pressed, 8 hours in all; never beyond the access token. */
export const SESSION_LIMITS: SessionLimits = { idleMs: 15 * 60_000, absoluteMs: 8 * 60 * 60_000, sessions: 2000, visitsEach: 40 };

interface Held {
  readonly session: Session;
  readonly endsAt: number;
  seenAt: number;
}

const random = (): string => randomBytes(32).toString('base64url');

/** Names are kept as digests: a dump of the table opens no session, and looking one up takes the same time for every guess. */
const digest = (name: string): string => createHash('sha256').update(name).digest('base64url');

export class Sessions {
  readonly #held = new Map<string, Held>();
  readonly #limits: SessionLimits;
  readonly #now: () => number;

  constructor(now: () => number, limits: SessionLimits = SESSION_LIMITS) {
    this.#now = now;
    this.#limits = limits;
  }

  get limits(): SessionLimits {
    return this.#limits;
  }

  /** Always under a new name: what a browser carried before signing in never becomes a session (fixation). */
  open(who: SignedIn, language: Language): { readonly name: string; readonly session: Session } {
    this.sweep();
    const name = random();
    const now = this.#now();
    const session: Session = { csrf: random(), who, language, visits: new Map(), closers: new Set() };
    if (this.#held.size >= this.#limits.sessions) this.#end([...this.#held.entries()].toSorted(([, a], [, b]) => a.seenAt - b.seenAt)[0]?.[0]);
    this.#held.set(digest(name), { session, endsAt: Math.min(now + this.#limits.absoluteMs, who.until), seenAt: now });
    return { name, session };
  }

  /** @param touch false for what happens without the professional: an event stream keeps no session alive. */
  find(name: string | undefined, touch = true): Session | undefined {
    if (name === undefined || name.length > 100) return undefined;
    const key = digest(name);
    const held = this.#held.get(key);
    if (held === undefined) return undefined;
    if (this.#over(held)) {
      this.#end(key);
      return undefined;
    }
    if (touch) held.seenAt = this.#now();
    return held.session;
  }

  end(name: string | undefined): void {
    if (name !== undefined) this.#end(digest(name));
  }

  /** Ends what is over without anybody asking: patient data leave the memory too. */
  sweep(): void {
    for (const [key, held] of this.#held) if (this.#over(held)) this.#end(key);
  }

  endAll(): void {
    for (const key of this.#held.keys()) this.#end(key);
  }

  /** Remembers a visit; the oldest goes when there are too many. */
  keep(session: Session, visit: VisitWork): void {
    const [oldest] = session.visits.keys();
    if (session.visits.size >= this.#limits.visitsEach && oldest !== undefined) session.visits.delete(oldest);
    session.visits.set(visit.id, visit);
  }

  #over({ endsAt, seenAt }: Held): boolean {
    const now = this.#now();
    return now >= endsAt || now - seenAt >= this.#limits.idleMs;
  }

  #end(key: string | undefined): void {
    const held = key === undefined ? undefined : this.#held.get(key);
    if (held === undefined || key === undefined) return;
    this.#held.delete(key);
    held.session.visits.clear();
    for (const close of held.session.closers) close();
  }
}

/** Compares a token of a form with the session's, without telling by time how much of it fits. */
export function sameToken(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
