import type { Transaction } from '@ncp/domain';
import { systemClock, type Clock } from '@ncp/runtime';
import { readFileSync } from 'node:fs';
import { ABROAD_COUNTRIES, type AbroadCountry } from './countries.js';
import { type AbroadExchange, type AbroadTls, countryServer } from './country-server.js';
import { DIALECTS } from './dialect.js';
import type { DispensationRecord } from './dispensing.js';
import { manners, type Personality } from './personality.js';
import type { AbroadPerson } from './people.js';
import { assertionCheck } from './wire/assertions.js';
import { abroadWorld, type PrescriptionView } from './world.js';

export interface CountryAbroadOptions {
  readonly country: AbroadCountry['code'];
  readonly tls: AbroadTls;
  /** PEM file: authority of the seals of the country that asks. */
  readonly sealAuthority: string;
  /** Whose assertions are taken; default SE. */
  readonly asking?: string;
  readonly host?: string;
  /** 0 takes a free one; decisions 3.2 say 9441 to 9443. */
  readonly port?: number;
  readonly clock?: Clock;
  /** How long the dispensation of F7 takes; the story says 90 s, which nobody waits for in a test. */
  readonly deferMs?: number;
  /** Documents are grown to about so many bytes: for measuring. */
  readonly fillTo?: number;
}

export interface AbroadCounters {
  /** Messages by transaction, and by transaction and outcome: `ITI-41 Success`. */
  readonly requests: Readonly<Record<string, number>>;
  readonly outcomes: Readonly<Record<string, number>>;
  /** Dispensations by document id. */
  readonly dispensations: readonly DispensationRecord[];
}

/** What tests and the demo may do to a country; never part of what it offers to other countries. */
export interface AbroadControl {
  /** Replaces the manners that were set before; nothing or `prompt` is good manners. */
  setPersonality(...personalities: readonly Personality[]): Promise<void>;
  personality(): readonly Personality[];
  counters(): AbroadCounters;
  /** The eDispensation that came under this id. */
  dispensation(documentId: string): Uint8Array | undefined;
  persons(): readonly AbroadPerson[];
  /** Somebody new with a number of her own and the prescriptions of `like`: for measuring with many. @throws Error for an unknown key */
  newcomer(like: string): AbroadPerson;
  /** The last message of a transaction that was answered, with its answer. */
  lastExchange(transaction: Transaction): AbroadExchange | undefined;
  prescriptions(): readonly PrescriptionView[];
  /** One more open prescription for a person, like her first one or like that of `like`. @throws Error for an unknown key */
  prescribe(person: string, like?: string): PrescriptionView;
  setDeferMs(ms: number): void;
  /** Everything as at the start, good manners included. */
  reset(): Promise<void>;
}

/** A running NCP-A of another country. */
export interface CountryAbroad {
  readonly country: AbroadCountry;
  /** Base of `/ncp/xcpd`, `/ncp/xca` and `/ncp/xdr`. */
  readonly url: string;
  readonly control: AbroadControl;
  close(): Promise<void>;
}

export const STORY_DEFER_MS = 90_000;

/** Starts a simulated NCP-A (decisions 4.2); state is in memory and gone when it closes. */
export async function startCountryAbroad(options: CountryAbroadOptions): Promise<CountryAbroad> {
  const country = ABROAD_COUNTRIES[options.country];
  const dialect = DIALECTS[options.country];
  const clock = options.clock ?? systemClock();
  const now = (): Date => new Date(clock.epochMs());
  let deferMs = options.deferMs ?? STORY_DEFER_MS;
  const world = abroadWorld(country, dialect, { now, deferMs: () => deferMs, ...(options.fillTo === undefined ? {} : { fillTo: options.fillTo }) });
  const behaviour = manners();
  const requests = new Map<string, number>();
  const exchanges = new Map<Transaction, AbroadExchange>();
  const outcomes = new Map<string, number>();
  const count = (counters: Map<string, number>, key: string): void => { counters.set(key, (counters.get(key) ?? 0) + 1); };
  const host = options.host ?? '127.0.0.1';
  const server = await countryServer({
    tls: options.tls, host, manners: behaviour,
    answering: { world, dialect, now, check: assertionCheck({ anchors: [readFileSync(options.sealAuthority, 'utf8')], country: options.asking ?? 'SE', now }) },
    note(transaction: Transaction, outcome) {
      count(requests, transaction);
      count(outcomes, `${transaction} ${outcome}`);
    },
    keep: (transaction, exchange) => { exchanges.set(transaction, exchange); },
  }, options.port ?? 0);

  let set: readonly Personality[] = [];
  const setPersonality = async (...personalities: readonly Personality[]): Promise<void> => {
    const wrong = personalities.find(({ kind }) => kind === 'wrong-certificate' || kind === 'wrong-signature');
    const wasWrong = set.some(({ kind }) => kind === 'wrong-certificate' || kind === 'wrong-signature');
    set = personalities;
    behaviour.set(personalities.filter(({ kind }) => kind !== 'prompt'));
    if (wrong !== undefined || wasWrong) await server.show(wrong === undefined ? undefined : wrong.kind === 'wrong-signature' ? 'unknownCa' : wrong.fault ?? 'otherCountry');
    await (personalities.some(({ kind }) => kind === 'down') ? server.down() : server.up());
  };
  return {
    country, url: `https://${host}:${String(server.port)}`,
    control: {
      setPersonality,
      personality: () => behaviour.current(),
      counters: () => ({ requests: Object.fromEntries(requests), outcomes: Object.fromEntries(outcomes), dispensations: world.dispensing.records() }),
      dispensation: (id) => world.dispensing.document(id),
      persons: () => world.persons,
      newcomer: (like) => world.newcomer(like),
      lastExchange: (transaction) => exchanges.get(transaction),
      prescriptions: () => world.prescriptions(),
      prescribe: (person, like) => world.prescribe(person, like),
      setDeferMs(ms) { deferMs = ms; },
      async reset() {
        world.reset();
        requests.clear();
        exchanges.clear();
        outcomes.clear();
        deferMs = options.deferMs ?? STORY_DEFER_MS;
        await setPersonality();
      },
    },
    close: () => server.close(),
  };
}
