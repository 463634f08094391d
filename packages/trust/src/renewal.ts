import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { asNcpError, isNcpError, type NcpError } from '@ncp/domain';

/** Files as they were before anybody read them: what changes while a service starts is a change too. */
export interface WatchedFiles {
  readonly files: readonly string[];
  /** SHA-256 over the names and contents, hex. */
  readonly before: string;
}

/** Something read from files that may change while we serve: keys, certificates, revocation lists, pins. */
export interface Renewable extends WatchedFiles {
  readonly what: string;
  /** Reads the files anew and puts what they say in force; what cannot be used leaves the old in force and is thrown, several as an AggregateError. */
  readonly renew: () => Promise<void>;
}

export interface Renewals {
  /** Takes over what has changed, and names it. What cannot be taken over is tried again each time, and its trouble told once for as long as the files stay as they are. */
  now(): Promise<readonly string[]>;
  stop(): void;
}

export interface RenewalOptions {
  readonly problem: (error: NcpError, what: string) => void;
  readonly renewed: (what: string) => void;
  readonly everyMs?: number;
}

/** Rotation needs no restart: new files are in force after this long (RS P11; decisions 3.3 fetch lists every 6 h). */
const EVERY_MS = 30_000;

async function fingerprintOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(await readFile(file).catch(() => 'absent'));
  return hash.digest('hex');
}

/** Looks at files that are about to be read for the first time. Never throws: a file that is not there is one that may come. */
export const beforeReading = async (files: readonly string[]): Promise<WatchedFiles> => ({ files, before: await fingerprintOf(files) });

/** Watches the files of keys and trust, and puts new ones in force while serving (KEY-01, TLS-42). */
export function renewEvery(parts: readonly Renewable[], { problem, renewed, everyMs = EVERY_MS }: RenewalOptions): Renewals {
  /** What was taken over last; absent after an attempt that failed: its trouble may have passed though no file changed since. */
  const seen = new Map(parts.map(({ what, before }) => [what, before]));
  /** The troubles of the last attempt. */
  const told = new Map<string, ReadonlySet<string>>();
  const tell = (errors: readonly unknown[], { what, fingerprint }: { readonly what: string; readonly fingerprint: string }): void => {
    const troubles = new Map(errors.map(asNcpError).map((error) => [`${fingerprint} ${error.code} ${JSON.stringify(error.details)}`, error]));
    const before = told.get(what);
    told.set(what, new Set(troubles.keys()));
    for (const [trouble, error] of troubles) if (before?.has(trouble) !== true) problem(error, what);
  };
  const takeOver = async ({ what, files, renew }: Renewable): Promise<readonly string[]> => {
    const fingerprint = await fingerprintOf(files);
    if (fingerprint === seen.get(what)) return [];
    try {
      await renew();
      seen.set(what, fingerprint);
      told.delete(what);
      renewed(what);
      return [what];
    } catch (error) {
      // A token counts wrong PINs and locks itself: that one is not entered again before the files change (KEY-04).
      if (isNcpError(error) && error.code === 'NCP_KEY_PIN') seen.set(what, fingerprint);
      else seen.delete(what);
      tell(error instanceof AggregateError ? error.errors : [error], { what, fingerprint });
      return [];
    }
  };
  const now = async (): Promise<readonly string[]> => {
    const taken: string[] = [];
    for (const part of parts) taken.push(...await takeOver(part));
    return taken;
  };
  const stopped = new AbortController();
  const rounds = async (): Promise<void> => {
    for (;;) {
      await sleep(everyMs, undefined, { signal: stopped.signal, ref: false });
      await now();
    }
  };
  // Only stopping ends the rounds: taking over tells its errors and throws none.
  rounds().catch(() => undefined);
  return { now, stop: () => { stopped.abort(); } };
}
