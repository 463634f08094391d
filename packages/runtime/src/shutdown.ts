import { setTimeout as pause } from 'node:timers/promises';
import { errorFields, type Logger } from './logger.js';

/** What a service does before it takes its leave: nothing is refused yet. */
interface Withdrawing {
  readonly health: { withdraw(): void };
  /** From now on each answer ends its connection. */
  readonly servers?: readonly { dismiss(): void }[];
}

/**
 * The first half of a graceful end: readiness goes down and every answer ends its connection, while everything that comes is still
 * answered. `noticeMs` is how long whoever balances the load needs to see it; only then may the door be closed.
 */
export async function withdraw({ health, servers = [] }: Withdrawing, noticeMs: number): Promise<void> {
  health.withdraw();
  for (const server of servers) server.dismiss();
  await pause(noticeMs);
}

/** Runs the given closers in order, once, on SIGTERM or SIGINT, then ends the process with 0; with 1 when they take longer than the grace (FLT-02). */
export function onShutdown(log: Logger, graceMs: number, closers: readonly (() => Promise<void>)[]): void {
  let closing = false;
  const close = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    const begun = performance.now();
    log.info('leaving');
    const limit = setTimeout(() => { process.exit(1); }, graceMs);
    limit.unref();
    for (const closer of closers) {
      try {
        await closer();
      } catch (error) {
        log.error('shutdown step failed', errorFields(error));
      }
    }
    log.info('left', { durationMs: Math.round(performance.now() - begun) });
    process.exit(0);
  };
  process.on('SIGTERM', () => { void close(); });
  process.on('SIGINT', () => { void close(); });
}

/** An error nobody caught means unknown state: log its class and die, the supervisor restarts (house rule 1). */
export function dieOnUnhandled(log: Logger): void {
  const die = (error: unknown): void => {
    log.error('unhandled', errorFields(error));
    process.exit(70);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
}
