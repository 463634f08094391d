import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropOwn, ownDatabaseName } from '../deployment/database.js';
import { startDeployment, type Deployment, type StartOptions } from '../deployment/start.js';
import { stopDeployment } from '../deployment/stop.js';
import type { Output } from '../output.js';
import { withCleanUp } from '../with-clean-up.js';
import type { ProfileSummary } from './profile.js';

/** Whatever else the machine does shows here: jobs that wanted a processor in the minute before. */
export interface MachineState {
  readonly processors: number;
  readonly loadBefore: number;
}

export const machineState = (): MachineState => ({ processors: availableParallelism(), loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100 });

/** Limits of a deployment must not be what is measured. */
const PLENTY_PER_SECOND = 100_000;

/** A deployment that nobody else has. */
export interface OwnDeployment {
  readonly state: string;
  /** Folder for what the load program records. */
  readonly recording: string;
  readonly start: (more?: Pick<StartOptions, 'inspect'>) => Promise<Deployment>;
}

/** Works with a deployment of its own, and takes it away again however the work ends. */
export async function inOwnDeployment<T>(options: Pick<StartOptions, 'parts' | 'fillTo' | 'profile' | 'shownCountries'>, work: (own: OwnDeployment) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-bench-'));
  const state = join(folder, 'state');
  const database = (process.env['DATABASE_URL'] ?? '') === '' ? undefined : ownDatabaseName();
  const cleanUp = async (): Promise<void> => {
    await stopDeployment(state);
    if (database !== undefined) await dropOwn(database);
    rmSync(folder, { recursive: true, force: true });
  };
  return withCleanUp(cleanUp, async () => work({
    state, recording: join(folder, 'recording'),
    start: (more = {}) => startDeployment({ state, maxRequestsPerSecond: PLENTY_PER_SECOND, ...options, ...(database === undefined ? {} : { ownDatabase: database }), ...more }),
  }));
}

/** A profile of the engine, and the file that has all of it where one was asked for. */
export type KeptProfile = ProfileSummary & { readonly file?: string };

/** One more round under the profiler where it is wanted; it is no part of what was measured. */
export async function withProfile<R extends object>(output: Output, result: R, wanted: boolean, profileRound: () => Promise<KeptProfile>): Promise<R & { readonly profile?: KeptProfile }> {
  if (!wanted) return result;
  output.progress('one more round under the profiler, to see where the time goes');
  return { ...result, profile: await profileRound() };
}
