/** What a shell calls the end by an interrupt. */
const INTERRUPTED = 130;
const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Does some work and cleans up after it, once, however it ends: also when it is interrupted. */
export async function withCleanUp<T>(cleanUp: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  let cleaned: Promise<void> | undefined;
  const once = (): Promise<void> => (cleaned ??= cleanUp());
  const interrupted = (): void => { void once().finally(() => process.exit(INTERRUPTED)); };
  for (const signal of SIGNALS) process.once(signal, interrupted);
  try {
    return await work();
  } finally {
    await once();
    for (const signal of SIGNALS) process.off(signal, interrupted);
  }
}
