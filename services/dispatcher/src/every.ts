/** Repeats a piece of work with a pause between the end of one run and the start of the next; the first run is at once. */
export interface Repetition {
  /** No further run; resolves when the present one has ended. */
  stop(): Promise<void>;
}

/** @param onError told of every run that failed; the repetition goes on */
export function every(pauseMs: number, work: () => Promise<void>, onError: (error: unknown) => void): Repetition {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const run = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      onError(error);
    }
    if (!stopped) timer = setTimeout(start, pauseMs);
  };
  const start = (): void => { running = run(); };
  start();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
