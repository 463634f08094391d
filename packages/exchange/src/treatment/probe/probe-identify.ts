import { addMs, checkTraits, epochMs, NcpError, stockholmDate, type CountryCode, type ExchangeId, type NcpErrorCode, type SwedishProfessional } from '@ncp/domain';
import { NOTHING_FORWARDED } from '../../forwarding-grace.js';
import type { JournalEntry, ProbeResult } from '../../ports/index.js';
import { converse, understand } from '../abroad/ask.js';
import { commitRecord, issuanceRecord, outwardEntry } from '../abroad/audit-outward.js';
import type { Conversation } from '../abroad/conversation.js';
import { candidatesIn, identification } from '../abroad/identify-abroad.js';
import { issueHcp } from '../abroad/issue-assertions.js';
import { outwardOutcome } from '../abroad/outward-outcome.js';
import type { Asking, TreatmentGateway } from '../treatment-gateway.js';

/** How every probe names who asks, in the assertion that goes out and in our records: nobody takes it for a person. */
export const PROBE_NAME = 'PROBE (automatic test, no patient)';
/** The identity assertion of a probe lives as long as one answer may take, and then some [local]. */
const ASSERTION_MS = 5 * 60_000;

/** One question about a test patient whom the country knows and has agreed to. */
export interface IdentifyProbe {
  readonly country: CountryCode;
  /** What the country's mask asks for, by its keys. */
  readonly given: Readonly<Record<string, string>>;
  /** The point of care under which this gateway asks for itself. */
  readonly place: Pick<SwedishProfessional, 'legitimationCode' | 'professionCode' | 'gln' | 'organisation' | 'assurance'>;
}

/** Answers of a country that works. */
const NO_BUT_ALIVE: ReadonlySet<NcpErrorCode> = new Set<NcpErrorCode>(['NCP_PEER_NO_MATCH', 'NCP_PEER_NO_CONSENT', 'NCP_PEER_REFUSED']);

/**
 * Asks a country who its test patient is, with everything that a real question has, only to know whether it answers. It is on
 * record as a probe (`probe-issue-hcp`, `probe`), with the evidence that it was sent, and never as a message: no traffic, no statistics.
 * @throws NcpError NCP_PEER_COUNTRY, NCP_AUDIT_*: then nothing is known of the country
 */
export async function probeIdentify(gateway: TreatmentGateway, { country, given, place }: IdentifyProbe): Promise<ProbeResult> {
  const { surroundings, directory } = gateway;
  const now = surroundings.now();
  const exchange = surroundings.exchangeId();
  const result = (facts: Pick<ProbeResult, 'outcome' | 'ms' | 'code'>): ProbeResult => ({ country, service: 'identify', kind: 'identify', at: now, exchange, ...facts });
  const traits = checkTraits(directory.profile(country).mask.patient, given, stockholmDate(now));
  // The configured test patient does not fit what the country asks for: ours to mend, and nothing to send.
  if (!traits.ok) return result({ outcome: 'not-sent', ms: 0, code: 'NCP_CONFIG_INVALID' });
  const asking = await introduced(gateway, country, exchange, { ...place, subject: 'probe', name: PROBE_NAME, authenticatedAt: now, until: addMs(now, ASSERTION_MS) });
  const conversation = await converse(unnoticed(gateway), asking, identification(gateway, country, traits.value));
  const meaning = understand(conversation.heard, candidatesIn);
  const codes = meaning.ok ? meaning.codes ?? [] : [meaning.error.code];
  await commitRecord(gateway, asProbe(outwardEntry(gateway, asking, conversation, { outcome: meaning.ok ? 0 : outwardOutcome(meaning.error.code), codes, named: {} }), 'probe'));
  return result({ outcome: outcomeOf(conversation, codes), ms: epochMs(conversation.endedAt) - epochMs(conversation.begunAt), ...(codes[0] === undefined ? {} : { code: codes[0] }) });
}

/** Vouches for the probe (EHDSI-91), on record before it is used. */
async function introduced(gateway: TreatmentGateway, country: CountryCode, exchange: ExchangeId, professional: SwedishProfessional): Promise<Asking> {
  const hcp = issueHcp(gateway, professional, 'TREATMENT');
  await commitRecord(gateway, asProbe(issuanceRecord(gateway, { exchange, country, professional, assertion: hcp }), 'probe-issue-hcp'));
  return { exchange, country, professional, purpose: 'TREATMENT', hcp };
}

/** No message, no time of a message: statistics are made of both, and find neither. */
function asProbe({ facts: { timing: _timing, ...facts }, ...entry }: JournalEntry, kind: string): JournalEntry {
  return { ...entry, facts: { ...facts, transaction: 'unknown', messageId: '' }, leaf: { ...entry.leaf, kind } };
}

/** A probe tells whether anybody is there, and nobody is shown what they say; it says nothing of how long real questions take. */
const unnoticed = (gateway: TreatmentGateway): TreatmentGateway =>
  ({ ...gateway, forwarding: NOTHING_FORWARDED, directory: { ...gateway.directory, note: (outcome) => { gateway.directory.note({ ...outcome, probe: true }); } } });

function outcomeOf({ sent, answer }: Conversation, [code]: readonly NcpErrorCode[]): ProbeResult['outcome'] {
  if (code === undefined) return 'answered';
  if (NO_BUT_ALIVE.has(code)) return 'refused';
  if (!sent) return 'not-sent';
  return answer === undefined ? 'lost' : 'fault';
}

/** A probe that could not be made at all: nothing is known of the country, and people must see why. */
export const probeFailed = (country: CountryCode, at: ProbeResult['at'], error: unknown): ProbeResult =>
  ({ country, service: 'identify', kind: 'identify', at, ms: 0, outcome: 'not-sent', code: error instanceof NcpError ? error.code : 'NCP_INTERNAL' });
