import { readAuditEvent, type ToldEvent } from '@ncp/audit';
import { canonicalSubject, isNcpError, type Instant } from '@ncp/domain';
import type { AuditReader } from '../audit-reader.js';
import { guarded, type Pool } from '../database.js';
import type { Sealer } from '../seal.js';

/** One access to what concerns a patient, as she may read it (decisions G06): who, where, when, what. */
export interface PatientLogLine {
  readonly sequence: string;
  readonly at: Instant;
  /** Kind of the leaf: `list-prescriptions`, `dispense`, `operator-patient-log` ... */
  readonly what: string;
  readonly outcome: 0 | 4 | 8 | 12;
  readonly codes: readonly string[];
  /** The two countries of the exchange. */
  readonly countryA: string;
  readonly countryB: string;
  /** Name and id of the professional; the actor of the leaf where the event tells of nobody. */
  readonly who: string;
  /** Point of care; empty where the event names none. */
  readonly where: string;
  readonly exchange: string;
  readonly documents: readonly string[];
}

export interface PatientLogWish {
  /** Patient id in CX form. */
  readonly subject: string;
  readonly now: Instant;
  /** Lines at most; the newest are given. */
  readonly limit: number;
}

export interface PatientLog {
  /** Newest first. */
  readonly lines: readonly PatientLogLine[];
  /** There may be more than were given. */
  readonly total: number;
}

/** Opens what is sealed: for the dispatcher and the command line. @throws NcpError NCP_STORE_UNAVAILABLE, NCP_STORE_SEALED */
export interface PatientLogs {
  of(wish: PatientLogWish): Promise<PatientLog>;
}

/** Undefined: it cannot be read as it is stored. What was noted beside it, and its leaf, still stand. */
function toldBy(xml: Uint8Array): ToldEvent | undefined {
  try {
    return readAuditEvent(xml);
  } catch (error) {
    if (isNcpError(error) && error.code === 'NCP_XML_NOT_WELL_FORMED') return undefined;
    throw error;
  }
}

/** Undefined: the leaf is gone, or its event is about somebody else, whatever was noted beside it. */
async function lineOf(audit: AuditReader, sequence: bigint, isHers: (patient: string) => boolean): Promise<PatientLogLine | undefined> {
  for await (const leaf of audit.leaves({ after: sequence - 1n, upTo: sequence })) {
    const event = leaf.eventHash === '' ? undefined : await audit.event(sequence);
    const told = event === undefined ? undefined : toldBy(event.xml);
    if (told !== undefined && !told.patients.some(isHers)) return undefined;
    return {
      sequence: String(sequence), at: leaf.time, what: leaf.kind, outcome: leaf.outcome, codes: leaf.codes, countryA: leaf.countryA, countryB: leaf.countryB,
      who: told?.professional ?? leaf.actor, where: told?.pointOfCare ?? '', exchange: leaf.exchange, documents: told?.documents ?? [],
    };
  }
  return undefined;
}

const PAGE = 500;

/** Leaves whose event was written before whom it is about was noted beside it, or by a release that does not: opened one by one. */
async function* unnoted(pool: Pool): AsyncIterable<bigint> {
  let after = '0';
  for (;;) {
    const { rows } = await guarded(() => pool.query<{ sequence: string }>(`
      select e.sequence from audit_event e where e.sequence > $1 and not exists (select from audit_subject s where s.sequence = e.sequence) order by e.sequence limit $2`, [after, PAGE]));
    for (const { sequence } of rows) yield BigInt(sequence);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.sequence;
  }
}

export const createPatientLogs = (pool: Pool, sealer: Sealer, audit: AuditReader): PatientLogs => ({
  async of({ subject, now, limit }) {
    const canonical = canonicalSubject(subject, now);
    const { rows } = await guarded(() => pool.query<{ sequence: string }>('select sequence from audit_subject where pseudonym = any($1)', [sealer.pseudonyms(canonical)]));
    const isHers = (patient: string): boolean => canonicalSubject(patient, now) === canonical;
    const found = [...new Set(rows.map(({ sequence }) => BigInt(sequence)))];
    for await (const sequence of unnoted(pool)) {
      const event = await audit.event(sequence);
      if (event !== undefined && toldBy(event.xml)?.patients.some(isHers) === true) found.push(sequence);
    }
    const newest = found.toSorted((a, b) => (a < b ? 1 : -1)).slice(0, limit);
    const lines: PatientLogLine[] = [];
    for (const sequence of newest) {
      const line = await lineOf(audit, sequence, isHers);
      if (line !== undefined) lines.push(line);
    }
    return { lines, total: found.length };
  },
});
