import type { Deliveries, Journal, Ledger, OperatorOrders, ProbeLog, PromisedWorks, ReplayMemory, ShelvedDocuments, SummarySnapshots, Visits } from '@ncp/exchange';
import { Kysely, PostgresDialect } from 'kysely';
import { createAuditReader, type AuditReader } from './audit-reader.js';
import { createCheckpoints, type Checkpoints } from './checkpoints.js';
import { guarded, openPool } from './database.js';
import { createDeliveries } from './deliveries.js';
import { createDueWork, type DueWork } from './due-work.js';
import { createJournal } from './journal.js';
import { createLedger } from './ledger.js';
import { createOperatorOrders } from './operator-orders.js';
import { createActWork, type ActWork } from './operator/acts.js';
import { createInForce, type InForce } from './operator/in-force.js';
import { letterBox, type LetterBox } from './operator/letter.js';
import { createPatientLogs, type PatientLogs } from './operator/patient-log.js';
import { createOutbox, type Outbox } from './outbox.js';
import { createProbeLog } from './probes.js';
import { createPromisedWorks } from './promised-work.js';
import { createReplayMemory } from './replay.js';
import { createFairUseWatch, type FairUseWatch } from './statistics/fair-use-watch.js';
import { createRetention, type Retention } from './retention.js';
import { checkSchema } from './schema/migrate.js';
import type { Tables } from './schema/tables.js';
import { createSealer, type SealingKeys } from './seal.js';
import { createSignalReader, type SignalReader } from './signals.js';
import { createShelvedDocuments } from './shelved-documents.js';
import { createSummarySnapshots } from './summary-snapshots.js';
import { createTerminologyReport, type TerminologyReport } from './terminology.js';
import { createTraces, type Traces } from './traces.js';
import { createVisits } from './visits.js';

export interface StoreOptions {
  /** Connection string of a role that owns nothing (decisions G29). */
  readonly url: string;
  readonly keys: SealingKeys;
  /** Name of the process, shown in pg_stat_activity. */
  readonly application: string;
  /** W3C traceparent of what is under way: background work goes on in the same trace. */
  readonly trace?: () => string | undefined;
  /** Connections for reads; the writer and the locks have their own. */
  readonly connections?: number;
}

/** Everything the gateway remembers. One per process. */
export interface Store {
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly replay: ReplayMemory;
  readonly audit: AuditReader;
  readonly outbox: Outbox;
  readonly visits: Visits;
  readonly snapshots: SummarySnapshots;
  readonly promised: PromisedWorks;
  readonly shelved: ShelvedDocuments;
  readonly deliveries: Deliveries;
  readonly orders: OperatorOrders;
  readonly traces: Traces;
  readonly terminology: TerminologyReport;
  readonly probes: ProbeLog;
  readonly signals: SignalReader;
  readonly work: DueWork;
  readonly retention: Retention;
  readonly fairUse: FairUseWatch;
  /** What operators asked for. */
  readonly acts: ActWork;
  readonly inForce: InForce;
  readonly patientLogs: PatientLogs;
  /** Opens letters that were sealed to this gateway. */
  readonly letters: LetterBox;
  readonly checkpoints: Checkpoints;
  /** For readiness: the database answers and this role may append to the audit chain. @throws NcpError NCP_STORE_UNAVAILABLE */
  ready(): Promise<void>;
  /** Seals with another key from now on (KEY-01). @throws NcpError NCP_STORE_SEALED, and the old keys stay in force */
  rotate(keys: SealingKeys): void;
  /** Finishes what was accepted, then disconnects. */
  close(): Promise<void>;
}

const READ_CONNECTIONS = 8;
/** More than the jobs that run beside each other (dispatcher: 8). */
const LOCK_CONNECTIONS = 12;

/** @throws NcpError NCP_STORE_UNAVAILABLE, NCP_STORE_MIGRATION, NCP_STORE_SEALED */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { url, application } = options;
  const sealer = createSealer(options.keys);
  const pool = openPool({ url, application, size: options.connections ?? READ_CONNECTIONS });
  const writerPool = openPool({ url, application: `${application} journal`, size: 1 });
  const lockPool = openPool({ url, application: `${application} locks`, size: LOCK_CONNECTIONS });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const journal = createJournal(writerPool, sealer, options.trace);

  const close = async (): Promise<void> => {
    await journal.drained();
    await Promise.all([pool.end(), writerPool.end(), lockPool.end()]);
  };
  const ready = (): Promise<void> => guarded(async () => {
    const { rows } = await pool.query<{ may: boolean }>(`select has_table_privilege('audit_leaf', 'insert') as may`);
    if (rows[0]?.may !== true) throw new TypeError('may not append');
  });

  try {
    await guarded(() => pool.query('select 1'));
    await checkSchema(pool);
  } catch (error) {
    await close();
    throw error;
  }
  const work = createDueWork(db, pool, lockPool);
  const audit = createAuditReader(db, sealer);
  return {
    rotate: (keys) => { sealer.replace(keys); },
    journal, ready, close, work, audit,
    acts: createActWork(pool),
    inForce: createInForce(pool),
    patientLogs: createPatientLogs(pool, sealer, audit),
    letters: letterBox(() => sealer.secretsFor('letters to the dispatcher')),
    ledger: createLedger(db, sealer),
    replay: createReplayMemory(pool),
    outbox: createOutbox(db),
    visits: createVisits(db, sealer),
    snapshots: createSummarySnapshots(db, sealer),
    promised: createPromisedWorks(pool, sealer),
    shelved: createShelvedDocuments(pool, sealer),
    deliveries: createDeliveries(db, sealer, work),
    orders: createOperatorOrders(db, sealer),
    traces: createTraces(pool),
    terminology: createTerminologyReport(pool),
    probes: createProbeLog(pool),
    signals: createSignalReader(pool),
    retention: createRetention(pool),
    fairUse: createFairUseWatch(pool),
    checkpoints: createCheckpoints(pool),
  };
}
