import { errorFields, type Logger } from './logger.js';

/** Runs the given closers in order, once, on SIGTERM or SIGINT, then ends the process (FLT-02). */
export function onShutdown(log: Logger, graceMs: number, closers: readonly (() => Promise<void>)[]): void {
  let closing = false;
  const close = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    const limit = setTimeout(() => { process.exit(1); }, graceMs);
    limit.unref();
    for (const closer of closers) {
      try {
        await closer();
      } catch (error) {
        log.error('shutdown step failed', errorFields(error));
      }
    }
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
