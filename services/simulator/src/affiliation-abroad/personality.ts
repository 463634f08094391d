import type { Transaction } from '@ncp/domain';

/** How a country can behave (issue: personalities; reliability-security 7). */
export const PERSONALITY_KINDS = [
  /** As it should. */
  'prompt',
  /** Waits `ms`, then answers. */
  'slow',
  /** Of `good` + `bad` messages in a row the last `bad` find the connection closed before anything happens. */
  'flapping',
  /** Nobody listens. */
  'down',
  /** Takes the message and does not answer; nothing happens. Who still waits when the manners change is told that nothing did. */
  'hang',
  /** Answers a byte at a time, `ms` apart, and never ends. */
  'trickle',
  /** Shows a server certificate with this `fault`; 'wrong-signature' is the fault `unknownCa`: signed by a stranger. */
  'wrong-certificate', 'wrong-signature',
  /** ITI-41: says Success and records nothing; records and says Failure; records and closes the connection. */
  'lies', 'denies', 'loses-answer',
  /** 4701 on lists, documents and dispensations; ITI-55 is answered. */
  'no-consent',
  /** ITI-55 returns somebody else too; every answer is about somebody else. */
  'two-matches', 'other-patient',
  /** The answer relates to a message that nobody sent. */
  'other-request',
  /** `bytes` (default 70 MB) of answer; half of it, then the connection closes; half of it, as if that were all. */
  'oversized', 'truncated', 'malformed',
  /** A page of a proxy with status 502; a SOAP fault; status 503. */
  'html', 'fault', 'busy',
] as const;
export type PersonalityKind = (typeof PERSONALITY_KINDS)[number];

export const CERTIFICATE_FAULTS = ['expired', 'notYetValid', 'wrongUsage', 'otherCountry', 'unknownCa', 'revoked'] as const;
export type CertificateFault = (typeof CERTIFICATE_FAULTS)[number];

export interface Personality {
  readonly kind: PersonalityKind;
  /** How many messages it concerns; left out: until it is changed. Not for `down` and certificates. */
  readonly times?: number;
  /** Only messages of these transactions. */
  readonly only?: readonly Transaction[];
  readonly ms?: number;
  readonly good?: number;
  readonly bad?: number;
  readonly bytes?: number;
  readonly fault?: CertificateFault;
}

const isKind = (value: unknown): value is PersonalityKind => PERSONALITY_KINDS.some((known) => known === value);
const isFault = (value: unknown): value is CertificateFault => CERTIFICATE_FAULTS.some((known) => known === value);
const TRANSACTIONS: readonly Transaction[] = ['ITI-55', 'ITI-38', 'ITI-39', 'ITI-41'];
export const isTransaction = (value: unknown): value is Transaction => TRANSACTIONS.some((known) => known === value);

/** Reads what the control interface was sent; undefined when it is none. */
export function readPersonality(value: unknown): Personality | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, times, only, ms, good, bad, bytes, fault } = value as Record<string, unknown>;
  const numbers = { times, ms, good, bad, bytes };
  if (!isKind(kind) || Object.values(numbers).some((one) => one !== undefined && (typeof one !== 'number' || one < 0))) return undefined;
  if (only !== undefined && !(Array.isArray(only) && only.every(isTransaction))) return undefined;
  if (fault !== undefined && !isFault(fault)) return undefined;
  return {
    kind, ...Object.fromEntries(Object.entries(numbers).filter(([, one]) => typeof one === 'number')),
    ...(only === undefined ? {} : { only: only.filter(isTransaction) }), ...(fault === undefined ? {} : { fault }),
  };
}

/** What applies to one message; several at once, one of a kind. */
export interface Manners {
  /** Uses up one occurrence for each that applies. */
  next(transaction: Transaction): (kind: PersonalityKind) => Personality | undefined;
  set(all: readonly Personality[]): void;
  current(): readonly Personality[];
  /** The next change of manners. */
  changed(): Promise<void>;
}

export function manners(): Manners {
  let change = Promise.withResolvers<undefined>();
  let all: { readonly personality: Personality; left: number; turns: number }[] = [];
  return {
    next(transaction) {
      const applying = all.filter(({ personality: { only }, left }) => left > 0 && (only === undefined || only.includes(transaction)));
      const found = applying.flatMap((one) => {
        one.left -= 1;
        one.turns += 1;
        const { kind, good = 1, bad = 1 } = one.personality;
        // By turns: the good ones first.
        return kind === 'flapping' && (one.turns - 1) % (good + bad) < good ? [] : [one.personality];
      });
      all = all.filter(({ left }) => left > 0);
      return (kind) => found.find((one) => one.kind === kind);
    },
    set(personalities) {
      all = personalities.map((personality) => ({ personality, left: personality.times ?? Number.POSITIVE_INFINITY, turns: 0 }));
      change.resolve(undefined);
      change = Promise.withResolvers();
    },
    changed: () => change.promise,
    current: () => all.map(({ personality, left }) => ({ ...personality, ...(Number.isFinite(left) ? { times: left } : {}) })),
  };
}
