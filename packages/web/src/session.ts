import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Language } from './language.js';

/** Who is signed in, as the issuer named her. */
export interface Identity {
  readonly name: string;
  /** End of the access token, epoch milliseconds. */
  readonly until: number;
}

/** One signed-in browser. It lives in the memory of this process only; the browser holds a random name for it and nothing else. */
export interface BrowserSession<Who extends Identity = Identity> {
  readonly csrf: string;
  readonly who: Who;
  language: Language;
  /** Said once on the next page: what the last action led to. */
  notice?: string;
  /** Run when the session ends: open event streams, what it remembers. */
  readonly closers: Set<() => void>;
}

export interface SessionLimits {
  readonly idleMs: number;
  readonly absoluteMs: number;
  readonly sessions: number;
}

/** 15 minutes without a key pressed, 8 hours in all; never beyond the access token. */
export const SESSION_LIMITS: SessionLimits = { idleMs: 15 * 60_000, absoluteMs: 8 * 60 * 60_000, sessions: 2000 };

interface Held<Session> {
  readonly session: Session;
  readonly endsAt: number;
  seenAt: number;
}

const random = (): string => randomBytes(32).toString('base64url');

/** Names are kept as digests: a dump of the table opens no session, and looking one up takes the same time for every guess. */
const digest = (name: string): string => createHash('sha256').update(name).digest('base64url');

/** The sessions of one service; `Session` is what it remembers of each beside who it is. */
export class Sessions<Who extends Identity, Session extends BrowserSession<Who>> {
  readonly #held = new Map<string, Held<Session>>();
  readonly #begin: (bare: BrowserSession<Who>) => Session;
  readonly #limits: SessionLimits;
  readonly #now: () => number;

  /** `begin` makes a session of a bare one; `now` gives epoch milliseconds. */
  constructor(begin: (bare: BrowserSession<Who>) => Session, now: () => number, limits: SessionLimits = SESSION_LIMITS) {
    this.#begin = begin;
    this.#now = now;
    this.#limits = limits;
  }

  get limits(): SessionLimits {
    return this.#limits;
  }

  /** Always under a new name: what a browser carried before signing in never becomes a session (fixation). */
  open(who: Who, language: Language): { readonly name: string; readonly session: Session } {
    this.sweep();
    const name = random();
    const now = this.#now();
    const session = this.#begin({ csrf: random(), who, language, closers: new Set() });
    if (this.#held.size >= this.#limits.sessions) this.#end([...this.#held.entries()].toSorted(([, a], [, b]) => a.seenAt - b.seenAt)[0]?.[0]);
    this.#held.set(digest(name), { session, endsAt: Math.min(now + this.#limits.absoluteMs, who.until), seenAt: now });
    return { name, session };
  }

  /** @param touch false for what happens without the person: an event stream keeps no session alive. */
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

  /** Ends what is over without anybody asking: what they remember leaves the memory too. */
  sweep(): void {
    for (const [key, held] of this.#held) if (this.#over(held)) this.#end(key);
  }

  endAll(): void {
    for (const key of this.#held.keys()) this.#end(key);
  }

  #over({ endsAt, seenAt }: Held<Session>): boolean {
    const now = this.#now();
    return now >= endsAt || now - seenAt >= this.#limits.idleMs;
  }

  #end(key: string | undefined): void {
    const held = key === undefined ? undefined : this.#held.get(key);
    if (held === undefined || key === undefined) return;
    this.#held.delete(key);
    for (const close of held.session.closers) close();
  }
}

/** Compares a token of a form with the session's, without telling by time how much of it fits. */
export function sameToken(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
