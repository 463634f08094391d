import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProbePoint } from '@ncp/exchange';
import { freePort } from '../free-port.js';
import { layAmbush } from '../gateway/ambush.js';
import { startSource, type SourceProcess } from '../source-process.js';
import { apiClient, type ApiClient } from './api-client.js';
import type { TreatmentWorld } from './world.js';

/** A process of country B that may be killed at any moment, and is started again at the same address. */
export interface Mortal {
  /** It ends itself when it next comes to this point; undefined calls it off. */
  ambush(point: ProbePoint | undefined): void;
  isDead(): boolean;
  /** Ended by its ambush, or now; then started anew. */
  revive(): Promise<void>;
  kill(): Promise<void>;
}

export interface Mortals {
  readonly ncpB: Mortal;
  readonly dispatcher: Mortal;
  /** A pharmacy system at the NCP-B process. */
  as(person?: string): Promise<ApiClient>;
  stop(): Promise<void>;
}

async function mortal(world: TreatmentWorld, program: string, change: object): Promise<Mortal> {
  const base = join(world.pki.directory, '..', `${program}-${randomUUID()}`);
  const [config, ambushFile] = [`${base}.json`, `${base}.ambush`];
  await writeFile(config, JSON.stringify({ ...world.config, ...change }));
  const start = async (): Promise<SourceProcess> => {
    const process = startSource(fileURLToPath(new URL(`${program}.ts`, import.meta.url)), [config, ambushFile]);
    await process.line(/^ready/);
    return process;
  };
  let process = await start();
  const isDead = (): boolean => process.child.exitCode !== null || process.child.signalCode !== null;
  return {
    isDead,
    ambush: (at) => { layAmbush(ambushFile, at === undefined ? undefined : { at }); },
    async revive() {
      layAmbush(ambushFile, undefined);
      if (!isDead()) await process.kill();
      process = await start();
    },
    async kill() { if (!isDead()) await process.kill(); },
  };
}

/** NCP-B and the dispatcher as processes over the world's database, countries and issuer. */
export async function startMortals(world: TreatmentWorld): Promise<Mortals> {
  const port = await freePort();
  const [ncpB, dispatcher] = await Promise.all([
    mortal(world, 'ncp-b-under-test', { ncpB: { ...world.config.ncpB, port } }),
    mortal(world, 'deliverer-under-test', { database: { url: world.database.url('ncp_dispatcher') }, queue: { url: world.database.queueUrl } }),
  ]);
  return {
    ncpB, dispatcher,
    as: async (person = 'anna') => apiClient({ url: `https://127.0.0.1:${String(port)}`, authority: world.authority, authorization: `Bearer ${await world.oauth.token(person, {})}` }),
    async stop() { await Promise.all([ncpB.kill(), dispatcher.kill()]); },
  };
}
