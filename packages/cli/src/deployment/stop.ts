import { rmSync } from 'node:fs';
import { layoutIn } from '../layout.js';
import { closeEmbedded } from './database.js';
import { forgetProcesses, readProcesses, stopProcesses } from './processes.js';
import { withDeploymentLock } from './start-lock.js';

export interface Stopped {
  /** Names of the processes that were running. */
  readonly processes: readonly string[];
  readonly database: boolean;
}

/** Ends every process of a deployment and its embedded database; certificates, secrets and data stay. Harmless when repeated. */
export async function stopDeployment(state: string): Promise<Stopped> {
  const layout = layoutIn(state);
  return withDeploymentLock(layout.lock, async () => {
    const running = readProcesses(layout.processes);
    await stopProcesses(running);
    const database = await closeEmbedded(layout.postgres);
    forgetProcesses(layout.processes);
    rmSync(layout.manifest, { force: true });
    return { processes: running.map(({ name }) => name), database };
  });
}
