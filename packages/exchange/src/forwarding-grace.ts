import { epochMs, NcpError, type Instant } from '@ncp/domain';

const HOUR_MS = 3_600_000;

/** What is audited may lag 4 h on its way to the audit repository; alarms at 10, 50 and 90 % (RS 5, decisions 3.3, AUD-14). */
export const FORWARD_GRACE_MS: number = 4 * HOUR_MS;
const ALARMS = [90, 50, 10];

/** The highest alarm level that a lag has reached, in per cent of the grace; undefined below all of them. */
export const forwardAlarm = (lagMs: number): number | undefined => ALARMS.find((percent) => lagMs * 100 >= FORWARD_GRACE_MS * percent);

/** The database is asked no more often than this, however many messages come [local]. */
const LOOK_MS = 1_000;

/**
 * Whether data may be released: only while what was released before reaches the repository outside our reach in time (RS 5).
 * What reports a dispensation is not held up by it: it releases nothing, and a hand-over that happened is a fact (RS 4.2).
 */
export interface ForwardingGrace {
  /** @throws NcpError NCP_AUDIT_UNAVAILABLE once an event has waited longer than the grace; NCP_STORE_UNAVAILABLE when nobody knows */
  prove(): Promise<void>;
}

/** Where no repository is configured nothing is on its way to one. */
export const NOTHING_FORWARDED: ForwardingGrace = { prove: () => Promise.resolve() };

export interface GraceFacts {
  /** When the oldest event was made that waits to be forwarded. @throws NcpError NCP_STORE_UNAVAILABLE */
  readonly waitingSince: () => Promise<Instant | undefined>;
  readonly now: () => Instant;
  /** Told once when releasing stops, and once when it goes on. */
  readonly changed: (state: 'stopped' | 'resumed') => void;
}

/** Nothing is remembered but the last look: releasing goes on with the first question after the backlog has become younger (AUD-14). */
export function forwardingGrace({ waitingSince, now, changed }: GraceFacts): ForwardingGrace {
  let look: { readonly atMs: number; readonly late: Promise<boolean> } | undefined;
  let stopped = false;

  const isLate = async (atMs: number): Promise<boolean> => {
    const since = await waitingSince();
    const late = since !== undefined && atMs - epochMs(since) > FORWARD_GRACE_MS;
    if (late !== stopped) changed(late ? 'stopped' : 'resumed');
    stopped = late;
    return late;
  };

  return {
    async prove() {
      const atMs = epochMs(now());
      if (look === undefined || atMs - look.atMs >= LOOK_MS) look = { atMs, late: isLate(atMs) };
      if (await look.late) throw new NcpError('NCP_AUDIT_UNAVAILABLE', { step: 'forward-lag' });
    },
  };
}
