import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { NcpError } from '@ncp/domain';
import type { Standing } from '../balancer/rotation.js';
import { layoutIn } from '../layout.js';
import { loggedIn, readProcesses, stopProcesses } from './processes.js';
import { REPLICAS, type ReplicaName } from './replicas.js';
import type { Deployment } from './start.js';

/** One replica that was ended and came back. */
export interface Restarted {
  readonly name: ReplicaName;
  /** It said that it left by itself, and was not ended by force. */
  readonly left: boolean;
  /** From being told until it had ended, and until the balancer knew the new one as ready. */
  readonly endedMs: number;
  readonly readyMs: number;
}

/** A deployment, and how it was started: started again it is repaired. */
export interface Restarting {
  readonly state: string;
  readonly start: () => Promise<Deployment>;
}

export type Standings = Readonly<Record<string, readonly Standing[]>>;

/** What the balancer of a deployment says. @throws NcpError NCP_CLI_PROCESS when there is none */
export async function standingsOf({ manifest }: Pick<Deployment, 'manifest'>): Promise<Standings> {
  const status = manifest.services.balancer?.status;
  if (status === undefined) throw new NcpError('NCP_CLI_PROCESS', { process: 'balancer' });
  return (await (await fetch(status)).json()) as Standings;
}

const POLL_MS = 50;
const SEEN_MS = 20_000;
const LEFT = '"msg":"left"';

/** Waits until the balancer knows them as ready. @throws NcpError NCP_CLI_PROCESS */
export async function untilSeen(deployment: Deployment, names: readonly ReplicaName[]): Promise<void> {
  for (const end = performance.now() + SEEN_MS; ;) {
    const all = Object.values(await standingsOf(deployment)).flat();
    // Nobody asks a dispatcher for anything: it is ready when it says so.
    const missing = names.filter((name) => all.find((one) => one.name === name)?.isReady === false);
    if (missing.length === 0) return;
    if (performance.now() > end) throw new NcpError('NCP_CLI_PROCESS', { process: missing.join(', '), because: 'not seen by the balancer' });
    await pause(POLL_MS);
  }
}

/** Replicas of different services that are restarted together: of each service one goes on. */
export const WAVES: readonly (readonly ReplicaName[])[] = [0, 1].map((at) => Object.values(REPLICAS).flatMap((replicas) => replicas[at] ?? []));

async function restart({ state, start }: Restarting, names: readonly ReplicaName[]): Promise<readonly Restarted[]> {
  const running = readProcesses(layoutIn(state).processes).filter(({ name }) => names.some((wanted) => wanted === name));
  const begun = performance.now();
  const ended = await Promise.all(running.map(async (one) => {
    const logged = loggedIn(one.log);
    await stopProcesses([one]);
    return { ...one, left: readFileSync(one.log).subarray(logged).includes(LEFT), endedMs: Math.round(performance.now() - begun) };
  }));
  await untilSeen(await start(), names);
  const readyMs = Math.round(performance.now() - begun);
  return names.flatMap((name) => ended.filter((one) => one.name === name).map(({ left, endedMs }) => ({ name, left, endedMs, readyMs })));
}

/**
 * Ends each replica of a production-like deployment and starts it anew, the next only when the balancer knows the one before as ready.
 * Whoever uses the deployment meanwhile notices nothing.
 * @throws NcpError NCP_CLI_PROCESS
 */
export async function rollingRestart(deployment: Restarting): Promise<readonly Restarted[]> {
  const restarted: Restarted[] = [];
  for (const wave of WAVES) restarted.push(...(await restart(deployment, wave)));
  return restarted;
}
