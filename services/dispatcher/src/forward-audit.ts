import type { AuditEvent } from '@ncp/audit';
import { epochMs, NcpError, type Instant } from '@ncp/domain';
import { forwardAlarm } from '@ncp/exchange';
import type { OutboxRow, Store } from '@ncp/store';
import type { DispatchReport } from './report.js';
import { forwardBackoffMs, RESEND_WINDOW_MS } from './schedule.js';
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
  /** Signs the event as it leaves (decisions D67). */
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
 * message. One process forwards at a time. A fresh connection first repeats what was written last on the one before,
 * because those bytes may have died with it (AUD-10, AUD-11).
 */
export function createAuditForwarder({ store, now, report, host, connect, sign }: ForwardDeps): AuditForwarder {
  let connection: AuditConnection | undefined;
  let failures = 0;
  let restUntilMs = 0;
  let alarmed: number | undefined;

  const send = async (to: AuditConnection, rows: readonly OutboxRow[]): Promise<void> => {
    for (const row of rows) {
      const event = await store.audit.event(BigInt(row.subject));
      // Its body fell to retention, or the row is not ours: nothing can be sent.
      if (event !== undefined) await to.write(syslogFrame({ time: now(), host, xml: sign(event) }));
    }
  };

  const openConnection = async (): Promise<AuditConnection> => {
    if (connection?.isOpen() === true) return connection;
    connection = await connect();
    await send(connection, await store.outbox.lastSettled(KIND, RESEND_WINDOW_MS));
    return connection;
  };

  const sendAll = async (): Promise<number> => {
    let sent = 0;
    for (;;) {
      const rows = await store.outbox.open(KIND, BATCH);
      if (rows.length === 0) return sent;
      const to = await openConnection();
      await send(to, rows);
      if (!to.isOpen()) throw new NcpError('NCP_AUDIT_UNAVAILABLE', { step: 'forward', reason: 'closed-by-repository' });
      await store.outbox.settle(rows.map((row) => row.id), now());
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
