import { createHash } from 'node:crypto';
import { verifyChain, type Leaf } from '@ncp/audit';
import { ERROR_REGISTRY, type NcpErrorCode } from '@ncp/domain';
import { observeGateway, type ObservedGateway } from './observed-gateway.js';
import { identifyBody, messagesOf, type Message, type PeerMessages } from './peer-messages.js';
import { openLine, type Line, type WireAnswer } from './raw-wire.js';
import { changedTables, openRecords, type RecordedLeaf, type Records, type Snapshot, type StateTable } from './recorded.js';
import { toldBy, withoutEcho, type Told } from './told.js';
import { until } from '../until.js';
import { startGatewayWorld, type GatewayWorld, type PeerCode } from './world.js';

/** The form of a refusal: a bare HTTP status, a SOAP fault, or the answer of a transaction that is understood (RS 3, D63). */
export type RefusalForm = 'bare' | 'fault' | 'ITI-55' | 'ITI-38' | 'ITI-39' | 'ITI-41';

export interface ExpectedRefusal {
  readonly form: RefusalForm;
  /** The code in our records. */
  readonly code: NcpErrorCode;
  /** The code the peer sees; default: what the registry shows in its place. */
  readonly shown?: NcpErrorCode;
  /** The wire code; default: that of the registry for the code in our records. */
  readonly wire?: string;
  /** HTTP status; default 200, of a fault 400. */
  readonly status?: number;
  /** `Sender`, `Failure`, `AE/aborted/AE`; default by form. */
  readonly told?: string;
  /** XCPD reason; default InsufficientRights. */
  readonly reason?: string;
  /** ATNA outcome; default 12, refusal for good. */
  readonly outcome?: 0 | 4 | 8 | 12;
  /** eHDSI event; default by form. */
  readonly event?: string;
}

/** Where a case is allowed to be less than the five. Each use says why. */
export interface Allowances {
  /** The case is decided with national data. */
  readonly nationalCalls?: boolean;
  /** Tables that this refusal is recorded in besides the audit chain. */
  readonly changes?: readonly StateTable[];
  readonly withinMs?: number;
  readonly growthBytes?: number;
  /** No leaf: the transport refused before there was a message. */
  readonly unaudited?: boolean;
  /** More leaves than the refusal's own: steps that were committed before it. */
  readonly leaves?: number;
  /** What a person must be called for; without it the case may alarm nobody. */
  readonly alarm?: NcpErrorCode;
}

export interface Refusal extends Allowances {
  /** Makes the message; called again when it must be measured again, so that no two are the same. */
  readonly message: () => Message;
  readonly from?: PeerCode;
  readonly expected: ExpectedRefusal;
  /** Texts of the input that may appear nowhere. */
  readonly canaries?: readonly string[];
  /** Facts about the proven patient: the audit event names them, and nothing else does. */
  readonly confidential?: readonly string[];
}

export interface Examined {
  readonly answer: WireAnswer;
  readonly told: Told;
  readonly leaf: RecordedLeaf | undefined;
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** What was not as promised, in words; empty when all five hold. */
  readonly faults: readonly string[];
}

/** One country A with everything needed to watch it refuse. One per test file. */
export interface RefusalBench {
  readonly world: GatewayWorld;
  readonly gateway: ObservedGateway;
  readonly records: Records;
  peer(country?: PeerCode): PeerMessages;
  line(country?: PeerCode): Line;
  /** Sends the message and holds the five of RS 3 against what happened. */
  examine(refusal: Refusal): Promise<Examined>;
  /** The faults of `examine` alone. */
  theFive(refusal: Refusal): Promise<readonly string[]>;
  /** A good request; gives what was wrong with its answer. */
  good(country?: PeerCode): Promise<readonly string[]>;
  /** The whole chain, from its first leaf. */
  chainFault(): Promise<string | undefined>;
  stop(): Promise<void>;
}

const SECOND_MS = 1_000;
const ALARM_MS = 3_000;
const MAX_GROWTH = 64 * 1024 * 1024;
const ATTEMPTS = 5;
const KNOWN_PERSON = { root: '1.2.752.129.2.1.3.1', extension: '199005212387' };

const EVENTS: Readonly<Record<RefusalForm, string | undefined>> = {
  bare: undefined, fault: undefined, 'ITI-55': 'EHDSI-11', 'ITI-38': 'EHDSI-31', 'ITI-39': 'EHDSI-32', 'ITI-41': 'EHDSI-41',
};
const TOLD_FORM: Readonly<Record<RefusalForm, Told['form']>> = {
  bare: 'bare', fault: 'fault', 'ITI-55': 'xcpd', 'ITI-38': 'registry', 'ITI-39': 'registry', 'ITI-41': 'registry',
};
const TOLD_STATUS: Readonly<Record<Told['form'], string>> = { bare: '', fault: 'Sender', xcpd: 'AE/aborted/AE', registry: 'Failure' };

export async function startRefusalBench(options: { readonly countries?: readonly PeerCode[]; readonly configure?: (config: Record<string, unknown>) => void } = {}): Promise<RefusalBench> {
  const { countries = ['FI', 'DK'], configure } = options;
  const world = await startGatewayWorld({ gateway: 'inline', ...(configure === undefined ? {} : { configure }) });
  const gateway = await observeGateway(world);
  const records = await openRecords(world);
  const lines = new Map(await Promise.all(countries.map(async (code) => [code, await openLine(world, code, gateway.url)] as const)));
  const peers = new Map(await Promise.all(countries.map(async (code) => [code, await messagesOf(world, code)] as const)));
  const [home = 'FI'] = countries;
  const line = (country: PeerCode = home): Line => found(lines.get(country), country);
  const peer = (country: PeerCode = home): PeerMessages => found(peers.get(country), country);

  const good = async (country: PeerCode = home): Promise<readonly string[]> => {
    const asks = peer(country);
    const answer = await line(country).send(asks.write('ITI-55', { security: asks.genuine(), body: identifyBody(asks.home, { patient: KNOWN_PERSON, birthDate: '1990-05-21' }) }));
    return answer.status === 200 && answer.text.includes('registrationEvent') ? [] : [`(e) the next good request: ${String(answer.status)} ${answer.text.slice(0, 300)}`];
  };

  const examine = async (refusal: Refusal): Promise<Examined> => {
    const { from = home } = refusal;
    const before = await records.snapshot();
    const logged = gateway.log().length;
    await gateway.forgetPeak();
    const resident = gateway.resident();
    const answer = await line(from).send(refusal.message());
    const peak = gateway.peak();
    const after = await records.snapshot();
    const leaves = await records.leavesAfter(before.head);
    const told = toldBy(answer);
    const leaf = leaves.at(-1);
    const { withinMs = SECOND_MS, growthBytes = MAX_GROWTH } = refusal;
    // A machine busy with something else may be slow once; a slow refusal is slow every time.
    let ms = answer.ms;
    for (let attempt = 1; ms > withinMs && attempt < ATTEMPTS; attempt += 1) ms = Math.min(ms, (await line(from).send(refusal.message())).ms);
    // The log of another process comes when it comes; what is awaited is waited for.
    if (refusal.alarm !== undefined) await until('alarm', () => alarmsIn(gateway.log().slice(logged)).length > 0, ALARM_MS).catch(() => undefined);
    const growth = peak === undefined || resident === undefined ? 0 : peak - resident;
    return {
      answer, told, leaf, before, after,
      faults: [
        ...stateFaults(refusal, before, after),
        ...await auditFaults(refusal, before, leaves),
        // Evidence of a national call exists exactly when there was one (AUD-07).
        ...(leaves.some(({ evidence }) => evidence.some((title) => title.startsWith('NI_'))) && before.nationalCalls === after.nationalCalls ? ['(b) evidence of a national call that was never made'] : []),
        ...answerFaults(refusal, answer, told, leaf?.leaf),
        ...leakFaults(refusal, answer, leaves, gateway),
        ...alarmFaults(refusal, gateway.log().slice(logged)),
        ...(ms > withinMs ? [`(d) answered in ${ms.toFixed(0)} ms`] : []),
        ...(growth > growthBytes ? [`(d) memory grew by ${(growth / 1024 / 1024).toFixed(0)} MiB`] : []),
        ...await good(from),
      ],
    };
  };
  return {
    world, gateway, records, peer, line, examine, good,
    theFive: async (refusal) => (await examine(refusal)).faults,
    async chainFault() {
      const verdict = await verifyChain((await world.store()).audit.leaves());
      return verdict.ok ? undefined : `${verdict.fault} at ${String(verdict.firstBad)}`;
    },
    async stop() {
      await records.close();
      await gateway.stop();
      await world.stop();
    },
  };
}

const found = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(what);
  return value;
};

/** (a) no national call, no change of state. */
function stateFaults(refusal: Refusal, before: Snapshot, after: Snapshot): readonly string[] {
  const { nationalCalls = false, changes = [] } = refusal;
  const surprising = changedTables(before, after).filter((name) => !changes.some((allowed) => allowed === name));
  return [
    ...(nationalCalls || before.nationalCalls === after.nationalCalls ? [] : [`(a) ${String(after.nationalCalls - before.nationalCalls)} national calls`]),
    ...(before.nationalEffects === after.nationalEffects ? [] : ['(a) the national list changed']),
    ...surprising.map((name) => `(a) ${name} changed`),
  ];
}

/** (b) exactly one audit leaf with the code and a failure outcome, in the chain, with its event where the profile is known. */
async function auditFaults({ expected, unaudited = false, leaves: allowed = 1 }: Refusal, before: Snapshot, leaves: readonly RecordedLeaf[]): Promise<readonly string[]> {
  if (unaudited) return leaves.length === 0 ? [] : [`(b) ${String(leaves.length)} leaves where the transport refuses alone`];
  const own = leaves.at(-1);
  if (own === undefined || leaves.length !== allowed) return [`(b) ${String(leaves.length)} audit leaves: ${leaves.map(({ leaf }) => leaf.codes.join('+')).join(', ')}`];
  const { leaf, event } = own;
  const chain = await verifyChain(leaves.map((one) => one.leaf), { after: before.head });
  const wanted = expected.event ?? EVENTS[expected.form];
  const { outcome = 12 } = expected;
  return [
    ...(leaf.codes.join() === expected.code ? [] : [`(b) recorded as ${leaf.codes.join()}, not ${expected.code}`]),
    ...(leaf.outcome === outcome ? [] : [`(b) outcome ${String(leaf.outcome)}, not ${String(outcome)}`]),
    ...(chain.ok ? [] : [`(b) the leaf breaks the chain: ${chain.fault}`]),
    ...(event?.type === wanted ? [] : [`(b) event ${event?.type ?? 'missing'}, not ${wanted ?? 'none'}`]),
    ...(event === undefined ? [] : eventFaults(event, leaf, expected.code)),
  ];
}

function eventFaults(event: NonNullable<RecordedLeaf['event']>, leaf: Leaf, code: string): readonly string[] {
  return [
    ...(event.hash === leaf.eventHash && createHash('sha256').update(event.text).digest('hex') === event.hash ? [] : ['(b) the leaf does not hold the hash of the event']),
    ...(event.text.includes(`EventOutcomeIndicator="${String(leaf.outcome)}"`) ? [] : ['(b) the event tells another outcome']),
    ...(leaf.outcome === 0 || event.text.includes(code) ? [] : [`(b) the event does not name ${code}`]),
  ];
}

/** How often a suite asks about one patient is the suite's doing, not the case's (decisions G19). */
const OF_THE_SUITE = 'NCP_IHE_FAIR_USE';

const alarmsIn = (log: string): readonly string[] => log.split('\n').filter((line) => line.includes('"msg":"alarm"'))
  .map((line) => /"code":"([A-Z0-9_]+)"/.exec(line)?.[1] ?? '').filter((code) => code !== OF_THE_SUITE);

/** Alarms are lines of the log (observability is not part of the five, but nobody may be called for nothing). */
function alarmFaults({ alarm }: Refusal, log: string): readonly string[] {
  const raised = alarmsIn(log);
  return raised.join() === (alarm ?? '') ? [] : [`alarms ${raised.join()}, not ${alarm ?? 'none'}`];
}

/** (c) code, safe text and exchange id, in the form that fits. */
function answerFaults({ expected }: Refusal, answer: WireAnswer, told: Told, leaf: Leaf | undefined): readonly string[] {
  const form = TOLD_FORM[expected.form];
  const status = expected.status ?? (form === 'fault' ? 400 : 200);
  const faults: string[] = [];
  if (answer.status !== status) faults.push(`(c) HTTP status ${String(answer.status)}, not ${String(status)}`);
  if (told.form !== form) return [...faults, `(c) told as ${told.form}, not ${form}: ${answer.text.slice(0, 300)}`];
  if (form === 'bare') return faults;
  const shown = expected.shown ?? shownFor(expected.code);
  const [error, another] = told.errors;
  if (error === undefined || another !== undefined) return [...faults, `(c) ${String(told.errors.length)} errors told`];
  const text = ERROR_REGISTRY[shown].text.en;
  const wire = form === 'fault' ? '' : expected.wire ?? ERROR_REGISTRY[expected.code].wire;
  const reason = form === 'xcpd' ? expected.reason ?? 'InsufficientRights' : '';
  if (told.status !== (expected.told ?? TOLD_STATUS[form])) faults.push(`(c) status ${told.status}`);
  if (told.reason !== reason) faults.push(`(c) reason ${told.reason}, not ${reason}`);
  if (error.code !== shown) faults.push(`(c) told code ${error.code}, not ${shown}`);
  if (error.wire !== wire) faults.push(`(c) wire code ${error.wire}, not ${wire}`);
  if (!error.text.startsWith(text)) faults.push(`(c) told text "${error.text}"`);
  if (leaf !== undefined && error.exchange !== leaf.exchange) faults.push(`(c) exchange ${error.exchange}, recorded ${leaf.exchange}`);
  return faults;
}

const shownFor = (code: NcpErrorCode): NcpErrorCode => {
  const { shownAs } = ERROR_REGISTRY[code];
  return shownAs !== undefined && isCode(shownAs) ? shownAs : code;
};
const isCode = (text: string): text is NcpErrorCode => Object.hasOwn(ERROR_REGISTRY, text);

/** (c) nothing of the input: not in the answer, its repeated query left out, not in what is recorded, not in the log. */
function leakFaults({ canaries = [], confidential = [] }: Refusal, answer: WireAnswer, leaves: readonly RecordedLeaf[], gateway: ObservedGateway): readonly string[] {
  const outside: readonly (readonly [string, string])[] = [
    ['answer', withoutEcho(answer.text)], ['audit rows', leaves.map(({ rows }) => rows).join(' ')], ['log', gateway.log()],
  ];
  const events: readonly [string, string] = ['audit events', leaves.map(({ event }) => `${event?.text ?? ''} ${event?.details ?? ''}`).join(' ')];
  const found = (texts: readonly string[], places: readonly (readonly [string, string])[]): readonly string[] =>
    texts.flatMap((secret) => places.filter(([, text]) => text.includes(secret)).map(([place]) => `(c) "${secret}" in the ${place}`));
  return [...found(canaries, [...outside, events]), ...found(confidential, outside)];
}
