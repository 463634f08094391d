import type { AuditEvent } from '@ncp/audit';
import { epochMs, isNcpError, NcpError, type Instant } from '@ncp/domain';
import { forwardAlarm } from '@ncp/exchange';
import type { OutboxRow, Store } from '@ncp/store';
import type { DispatchReport } from './report.js';
import { forwardBackoffMs, RESEND_AFTER_END_MS, RESEND_WINDOW_MS } from './schedule.js';
import type { AuditConnect, AuditConnection } from './syslog-connection.js';
import { syslogFrame } from './syslog-frame.js';

const KIND = 'forward-audit';
const BATCH = 100;

export interface ForwardDeps {
  readonly store: Pick<Store, 'outbox' | 'audit' | 'work'>;
  readonly now: () => Instant;
  readonly report: DispatchReport;
  /** Our name in the syslog header. */
  readonly host: string;
  readonly connect: AuditConnect;
  /** Signs the event as it leaves (decisions D67). @throws NcpError NCP_XML_* when it cannot be read as it is stored */
  readonly sign: (event: AuditEvent) => Uint8Array;
}

export interface AuditForwarder {
  /** Sends what waits, oldest first. Does nothing while it rests after a failure. */
  drain(): Promise<void>;
  /** Alarms when the oldest waiting event reaches the next step of the grace. */
  watch(): Promise<void>;
  close(): void;
}

/**
 * Store and forward to the audit repository: in order, never forgotten, possibly twice - the repository sorts that out by
 * message. One process forwards at a time. A fresh connection first repeats what may have died with the one before, however
 * that ended (AUD-10, AUD-11). An event that cannot be signed as it is stored is set aside with an alarm, and the next ones go
 * on; the first round of each process tries it again, for a later release may be able to.
 */
export function createAuditForwarder({ store, now, report, host, connect, sign }: ForwardDeps): AuditForwarder {
  let connection: AuditConnection | undefined;
  let failures = 0;
  let restUntilMs = 0;
  let alarmed: number | undefined;
  let triedAgain = false;

  /** Undefined: its body fell to retention, or the row is not ours, so nothing can be sent. */
  const frameOf = async (row: OutboxRow): Promise<Uint8Array | undefined> => {
    const event = await store.audit.event(BigInt(row.subject));
    return event === undefined ? undefined : syslogFrame({ time: now(), host, xml: sign(event) });
  };

  const setAside = async (row: OutboxRow, { code }: NcpError): Promise<void> => {
    await store.outbox.setAside(row.id, now());
    report.alarm('NCP_AUDIT_UNAVAILABLE', { step: 'forward-aside', leaf: row.subject, exchange: row.exchange, because: code });
  };

  /** Writes the rows in their order, and notes which were written for the first time. */
  const send = async (to: AuditConnection, rows: readonly OutboxRow[]): Promise<void> => {
    const written: string[] = [];
    for (const row of rows) {
      try {
        const frame = await frameOf(row);
        if (frame !== undefined) await to.write(frame);
        written.push(row.id);
      } catch (error) {
        if (!isUnreadable(error)) throw error;
        await setAside(row, error);
      }
    }
    if (!to.isOpen()) throw new NcpError('NCP_AUDIT_UNAVAILABLE', { step: 'forward', reason: 'closed-by-repository' });
    await store.outbox.settle(written, now());
  };

  const openConnection = async (): Promise<AuditConnection> => {
    if (connection?.isOpen() === true) return connection;
    const windowMs = connection?.endedByThem() === true ? RESEND_AFTER_END_MS : RESEND_WINDOW_MS;
    const fresh = connection = await connect();
    for (let after = '0';;) {
      const again = await store.outbox.lastSettled(KIND, windowMs, { after, limit: BATCH });
      const last = again.at(-1);
      if (last === undefined) return fresh;
      await send(fresh, again);
      after = last.id;
    }
  };

  const sendAll = async (): Promise<number> => {
    let sent = 0;
    if (!triedAgain) {
      const aside = await store.outbox.aside(KIND);
      if (aside.length > 0) await send(await openConnection(), aside);
      triedAgain = true;
    }
    for (;;) {
      const rows = await store.outbox.open(KIND, BATCH);
      if (rows.length === 0) return sent;
      await send(await openConnection(), rows);
      sent += rows.length;
    }
  };

  const rest = (): void => {
    failures += 1;
    restUntilMs = epochMs(now()) + forwardBackoffMs(failures);
    connection?.close();
    connection = undefined;
    report.alarm('NCP_AUDIT_UNAVAILABLE', { step: 'forward', failures });
  };

  return {
    async drain() {
      if (epochMs(now()) < restUntilMs) return;
      let sent = 0;
      try {
        await store.work.exclusively(KIND, async () => { sent = await sendAll(); });
        failures = 0;
      } catch {
        // Whatever it was, the rows wait and the next round tries again; the alarm says so.
        rest();
        return;
      }
      report.job(KIND, sent > 0 ? 'done' : 'nothing-to-do');
    },
    async watch() {
      const { rows, oldest } = await store.outbox.backlog(KIND);
      const level = oldest === undefined ? undefined : forwardAlarm(epochMs(now()) - epochMs(oldest));
      if (level !== undefined && level !== alarmed) report.alarm('NCP_AUDIT_UNAVAILABLE', { step: 'forward-lag', percentOfGrace: level, rows });
      alarmed = level;
    },
    close: () => { connection?.close(); },
  };
}

/** What is stored is no document to the engine: trying again does not mend that. A key that is missing, or a signer that is away, may come back. */
const isUnreadable = (error: unknown): error is NcpError => isNcpError(error) && error.code.startsWith('NCP_XML_');
