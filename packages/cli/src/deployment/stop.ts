import { rmSync } from 'node:fs';
import { layoutIn } from '../layout.js';
import { closeEmbedded } from './database.js';
import { isOutside } from './programs.js';
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
    // Those that serve drain beside each other; what they stand on and whom they ask goes after them.
    const serving = running.filter(({ name }) => !isOutside(name) && name !== 'redis');
    await Promise.all(serving.map((one) => stopProcesses([one])));
    await stopProcesses(running.filter((one) => !serving.includes(one)));
    const database = await closeEmbedded(layout.postgres);
    forgetProcesses(layout.processes);
    rmSync(layout.manifest, { force: true });
    return { processes: running.map(({ name }) => name), database };
  });
}
