import { instantFromEpoch, NcpError } from '@ncp/domain';
import type { Clock } from './clock.js';

/** What a machine knows of time: its clock, which people and programs may set, and one that only counts. */
export interface MachineTime {
  readonly wallMs: () => number;
  readonly monotonicMs: () => number;
}

const MACHINE: MachineTime = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };

/** More than this between two looks is a step, not drift (decisions G25). */
const STEP_MS = 2_000;
/** Further from the database's clock than this nothing is released (decisions G25). */
const MAX_DRIFT_MS = 30_000;
const LOOK_MS = 1_000;
const CHECK_MS = 10_000;

/** The machine's clock, held where it is set back. */
export interface WatchedClock extends Clock {
  /** Epoch milliseconds as this machine knows them, without the offset of a demo. */
  machineMs(): number;
  /** Stops looking. */
  close(): void;
}

export interface ClockOptions {
  /** Where the clock of a demo begins, epoch milliseconds. */
  readonly startMs?: number;
  /** Told once of each step, with its size; negative is back. */
  readonly stepped: (ms: number) => void;
  readonly machine?: MachineTime;
}

/**
 * A clock that never goes back: what has expired stays expired (RS SAML-49). Set back, it runs on by the counter until the
 * machine's clock has caught up; set forward, it follows, since that can only end things earlier. Either is told.
 */
export function watchedClock({ startMs, stepped, machine = MACHINE }: ClockOptions): WatchedClock {
  let last = { held: machine.wallMs(), counted: machine.monotonicMs() };
  let behind = false;
  const offset = startMs === undefined ? 0 : startMs - last.held;
  const machineMs = (): number => {
    const [wall, counted] = [machine.wallMs(), machine.monotonicMs()];
    const expected = last.held + (counted - last.counted);
    const step = wall - expected;
    if (step < -STEP_MS) {
      if (!behind) stepped(Math.round(step));
      behind = true;
      last = { held: expected, counted };
    } else {
      if (step > STEP_MS) stepped(Math.round(step));
      behind = false;
      last = { held: Math.max(wall, last.held), counted };
    }
    return Math.floor(last.held);
  };
  // A process that nothing asks looks all the same: drift of hours would be taken for a step.
  const looking = setInterval(machineMs, LOOK_MS);
  looking.unref();
  const epochMs = (): number => machineMs() + offset;
  return { epochMs, machineMs, now: () => instantFromEpoch(epochMs()), close: () => { clearInterval(looking); } };
}

export interface DriftWatch {
  /** False while our clock and the database's are too far apart: nothing may be released. */
  trusted(): boolean;
  /** For readiness. @throws NcpError NCP_CLOCK_DRIFT while it is not trusted */
  prove(): void;
  check(): Promise<void>;
  close(): void;
}

/** Holds our clock against the database's, which every process shares. A database that does not answer says nothing of clocks. */
export function watchClockDrift({ clock, databaseMs, drifted }: {
  readonly clock: Pick<WatchedClock, 'machineMs'>;
  readonly databaseMs: () => Promise<number>;
  /** Told when trust is lost, with how far ahead we are. */
  readonly drifted: (ms: number) => void;
}): DriftWatch {
  let trusted = true;
  const check = async (): Promise<void> => {
    const begun = clock.machineMs();
    const theirs = await databaseMs().catch(() => undefined);
    if (theirs === undefined) return;
    const drift = (begun + clock.machineMs()) / 2 - theirs;
    const good = Math.abs(drift) <= MAX_DRIFT_MS;
    if (trusted && !good) drifted(Math.round(drift));
    trusted = good;
  };
  const checking = setInterval(() => { void check(); }, CHECK_MS);
  checking.unref();
  const prove = (): void => { if (!trusted) throw new NcpError('NCP_CLOCK_DRIFT'); };
  return { trusted: () => trusted, prove, check, close: () => { clearInterval(checking); } };
}
