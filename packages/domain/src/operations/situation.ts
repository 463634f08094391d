import { compareInstants, epochMs } from '../calendar.js';
import type { NcpErrorCode } from '../errors/registry.js';
import type { BilingualText } from '../treatment/search-mask.js';
import type { CountryCode, Instant } from '../primitives.js';
import { countryNames } from './country-names.js';
import { clockTime } from './clock-time.js';

/** How bad it is: nothing, something to know, somebody must act. */
export type Level = 'fine' | 'watch' | 'act';

/** One service of one country in one direction, from records alone: real use is thin, so single exchanges matter. */
export interface ServiceFacts {
  readonly direction: 'inbound' | 'outbound';
  readonly service: string;
  readonly lastSuccess?: Instant;
  /** The first failure since the last success; absent while it works. */
  readonly failingSince?: Instant;
  /** Code of the latest failure, while it fails. */
  readonly code?: string;
  /** The latest message failed, and a probe after it shows that the fault is mended: it does not fail, and waits for the next message. */
  readonly answersAgain?: Instant;
}

export interface CountryFacts {
  readonly code: CountryCode;
  readonly services: readonly ServiceFacts[];
  /** Dispensations from here that it has not answered. */
  readonly waiting?: { readonly count: number; readonly oldest: Instant; readonly peopleAt: Instant };
}

/** Everything the sentence is made of. */
export interface SituationFacts {
  readonly now: Instant;
  /** Our processes; `since` when they are down and it is known since when. */
  readonly parts: readonly { readonly name: string; readonly up: boolean; readonly since?: Instant }[];
  /** The first failure of the national list since its last success. */
  readonly nationalFailingSince?: Instant;
  /** While it answers, but slowly: the first slow answer since a quick one, and how long the latest took, milliseconds. */
  readonly nationalSlow?: { readonly since: Instant; readonly latestMs: number };
  readonly countries: readonly CountryFacts[];
  readonly work: {
    readonly awaitingProfessional: number;
    readonly operator: number;
    readonly conflicts: number;
    readonly unknown: number;
    /** Codes of documents of the last week for which the catalogue in force has no text or mapping. */
    readonly gaps: number;
    /** Since when the oldest of each waits. */
    readonly since?: Partial<Readonly<Record<'awaitingProfessional' | 'operator' | 'conflicts' | 'unknown', Instant>>>;
  };
  /** Certificates of ours by days left, soonest first. */
  readonly certificates: readonly { readonly what: string; readonly until: Instant }[];
}

export interface Task {
  readonly id: 'operator' | 'conflict' | 'unknown' | 'awaiting-professional' | 'certificate' | 'gap';
  readonly level: Exclude<Level, 'fine'>;
  /** Since when the oldest of it waits. */
  readonly since?: Instant;
  readonly text: BilingualText;
  /** What happens if nobody acts. */
  readonly otherwise: BilingualText;
}

export interface Situation {
  readonly level: Level;
  /** One true sentence. */
  readonly sentence: BilingualText;
  /** The blame bar. */
  /** `network`: of several countries that we have asked none can be reached, so that the way to them is what they share. */
  readonly owners: Readonly<Record<'us' | 'national' | 'network' | 'countries', Level>>;
  readonly tasks: readonly Task[];
}

const DAY_MS = 86_400_000;
/** A certificate of ours is told of this many days before it ends, and must be replaced in the last week [local]. */
const CERTIFICATE_DAYS = { watch: 30, act: 7 } as const;
/** One message that waits so long for the national list is slow: a pharmacist abroad notices [local]. */
export const NATIONAL_SLOW_MS = 3_000;

const both = (sv: string, en: string): BilingualText => ({ sv, en });
const plural = (count: number, one: string, many: string): string => `${String(count)} ${count === 1 ? one : many}`;

/** The first failure of a country that fails: outbound counts, for inbound failures of its own are its sender's business. */
export const failingSince = ({ services }: CountryFacts): Instant | undefined =>
  services.flatMap(({ failingSince: since, direction }) => (since === undefined || direction === 'inbound' ? [] : [since])).toSorted(compareInstants)[0];

const sinceOf = (since: Instant | undefined): Pick<Task, 'since'> => (since === undefined ? {} : { since });

function tasksOf({ work, certificates, now }: SituationFacts): readonly Task[] {
  const soonest = certificates[0];
  const days = soonest === undefined ? Number.POSITIVE_INFINITY : Math.floor((epochMs(soonest.until) - epochMs(now)) / DAY_MS);
  return [
    ...(work.operator === 0 ? [] : [{
      id: 'operator' as const, level: 'act' as const, ...sinceOf(work.since?.operator),
      text: both(`${plural(work.operator, 'uttag behöver', 'uttag behöver')} redas ut med det andra landet`, `${plural(work.operator, 'dispensation', 'dispensations')} must be sorted out with the other country`),
      otherwise: both('Landet vet inte vad som har lämnats ut.', 'The country does not know what was handed over.'),
    }]),
    ...(work.conflicts === 0 ? [] : [{
      id: 'conflict' as const, level: 'act' as const, ...sinceOf(work.since?.conflicts),
      text: both(`${plural(work.conflicts, 'konflikt', 'konflikter')} i läkemedelslistan väntar på ett beslut`, `${plural(work.conflicts, 'conflict', 'conflicts')} with the medication list await a decision`),
      otherwise: both('Receptet erbjuds inte utomlands så länge konflikten är öppen.', 'The prescription is not offered abroad while the conflict is open.'),
    }]),
    ...(work.unknown === 0 ? [] : [{
      id: 'unknown' as const, level: 'watch' as const, ...sinceOf(work.since?.unknown),
      text: both(`${plural(work.unknown, 'uttag', 'uttag')} med okänt utfall stäms av med läkemedelslistan`, `${plural(work.unknown, 'dispensation', 'dispensations')} of unknown outcome are being reconciled with the medication list`),
      otherwise: both('Avstämningen går vidare av sig själv.', 'Reconciliation goes on by itself.'),
    }]),
    ...(work.awaitingProfessional === 0 ? [] : [{
      id: 'awaiting-professional' as const, level: 'watch' as const, ...sinceOf(work.since?.awaitingProfessional),
      text: both(`${plural(work.awaitingProfessional, 'uttag väntar', 'uttag väntar')} på att en farmaceut frisläpper dem`, `${plural(work.awaitingProfessional, 'dispensation waits', 'dispensations wait')} for a pharmacist to release them`),
      otherwise: both('Uttaget skickas inte förrän det har frisläppts.', 'It is not sent before it is released.'),
    }]),
    ...(soonest === undefined || days > CERTIFICATE_DAYS.watch ? [] : [{
      id: 'certificate' as const, level: days <= CERTIFICATE_DAYS.act ? 'act' as const : 'watch' as const,
      text: both(`Certifikatet ${soonest.what} går ut om ${plural(Math.max(0, days), 'dag', 'dagar')}`, `The certificate ${soonest.what} ends in ${plural(Math.max(0, days), 'day', 'days')}`),
      otherwise: both('Utbytet med andra länder stannar den dagen.', 'The exchange with other countries stops that day.'),
    }]),
    ...(work.gaps === 0 ? [] : [{
      id: 'gap' as const, level: 'watch' as const,
      text: both(`${plural(work.gaps, 'kod', 'koder')} i veckans dokument saknas i katalogen`, `${plural(work.gaps, 'code', 'codes')} of this week's documents ${work.gaps === 1 ? 'is' : 'are'} not in the catalogue`),
      otherwise: both('De visas oöversatta, och ett svenskt recept där en obligatorisk kod saknas lämnas inte ut.', 'They are shown untranslated, and a Swedish prescription that lacks a required code is not handed out.'),
    }]),
  ];
}

const worst = (levels: readonly Level[]): Level => (levels.includes('act') ? 'act' : levels.includes('watch') ? 'watch' : 'fine');

function ownSentence({ parts }: SituationFacts): BilingualText | undefined {
  const down = parts.filter(({ up }) => !up);
  if (down.length === 0) return undefined;
  const names = down.map(({ name }) => name).join(', ');
  const [since] = down.flatMap((one) => one.since ?? []).toSorted(compareInstants);
  return since === undefined
    ? both(`Vår del ${names} svarar inte`, `Our part ${names} does not answer`)
    : both(`Vår del ${names} svarar inte sedan ${clockTime(since)}`, `Our part ${names} has not answered since ${clockTime(since)}`);
}

function countrySentence(facts: SituationFacts): BilingualText | undefined {
  const failing = facts.countries.flatMap((country) => {
    const since = failingSince(country);
    return since === undefined ? [] : [{ ...country, since }];
  }).toSorted((a, b) => compareInstants(a.since, b.since));
  const [first] = failing;
  if (first === undefined) return undefined;
  const names = countryNames(first.code);
  const others = failing.length - 1;
  const also = others === 0 ? both('', '') : both(` (och ${plural(others, 'land', 'länder')} till)`, ` (and ${plural(others, 'more country', 'more countries')})`);
  const waiting = failing.flatMap((one) => one.waiting ?? []);
  const count = waiting.reduce((sum, one) => sum + one.count, 0);
  const [peopleAt] = waiting.map((one) => one.peopleAt).toSorted(compareInstants);
  const rest = peopleAt === undefined
    ? both('inget uttag väntar på besked', 'no dispensation waits for an answer')
    : both(`${plural(count, 'uttag', 'uttag')} väntar på besked; ingen åtgärd krävs innan ${clockTime(peopleAt, facts.now)}`,
      `${plural(count, 'dispensation waits', 'dispensations wait')} for an answer; nothing need be done before ${clockTime(peopleAt, facts.now)}`);
  return both(`${names.sv}${also.sv} svarar inte sedan ${clockTime(first.since, facts.now)}; ${rest.sv}`, `${names.en}${also.en} has not answered since ${clockTime(first.since, facts.now)}; ${rest.en}`);
}

function nationalSentence({ nationalFailingSince: failing, nationalSlow: slow, now }: SituationFacts): BilingualText | undefined {
  if (failing !== undefined) {
    const at = clockTime(failing, now);
    return both(`Läkemedelslistan svarar inte sedan ${at}; utlandet får besked att försöka igen`, `The national medication list has not answered since ${at}; other countries are told to try again`);
  }
  if (slow === undefined) return undefined;
  const [at, seconds] = [clockTime(slow.since, now), (slow.latestMs / 1_000).toFixed(1)];
  return both(`Läkemedelslistan svarar långsamt sedan ${at}, senast efter ${seconds.replace('.', ',')} sekunder`, `The national medication list has answered slowly since ${at}, the last time after ${seconds} seconds`);
}

/** No byte came back: whether the country or the way to it is down cannot be told from one of them. */
const UNREACHED: ReadonlySet<string> = new Set<NcpErrorCode>(['NCP_PEER_UNAVAILABLE', 'NCP_PEER_TIMEOUT']);

/** Every country that we have asked is out of reach, and they are several: what they share is the way to them. */
function networkFails({ countries }: SituationFacts): boolean {
  const asked = countries.map(({ services }) => services.filter(({ direction }) => direction === 'outbound')).filter(({ length }) => length > 0);
  return asked.length > 1 && asked.every((services) => services.some(({ failingSince: since, code = '' }) => since !== undefined && UNREACHED.has(code)));
}

const NO_COUNTRY = both('Inget land går att nå: troligen är det nätet. ', 'No country can be reached: probably it is the network. ');

/** What is said is true for the worst that is known; what is ours comes first, then the national list, then a country, then people's work. */
export function situationOf(facts: SituationFacts): Situation {
  const tasks = tasksOf(facts);
  const own = ownSentence(facts);
  const network = networkFails(facts);
  const lone = countrySentence(facts);
  const country = lone !== undefined && network ? both(`${NO_COUNTRY.sv}${lone.sv}`, `${NO_COUNTRY.en}${lone.en}`) : lone;
  const national = nationalSentence(facts);
  const [task] = tasks.toSorted((a, b) => Number(b.level === 'act') - Number(a.level === 'act'));
  const sentence = own ?? national ?? country ?? (task === undefined ? both('Allt fungerar', 'Everything works') : task.text);
  const owners = { us: own === undefined ? 'fine' : 'act', national: national === undefined ? 'fine' : 'watch', network: network ? 'watch' : 'fine', countries: country === undefined || network ? 'fine' : 'watch' } as const;
  return { level: worst([...Object.values(owners), ...tasks.map(({ level }) => level)]), sentence: both(`${sentence.sv}.`, `${sentence.en}.`), owners, tasks };
}
