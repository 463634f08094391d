import { existsSync } from 'node:fs';
import { NcpError } from '@ncp/domain';
import { CatalogueFolder } from '@ncp/runtime';
import { openStore, startEmbedded, type Store } from '@ncp/store';
import { layoutIn } from '../layout.js';

/** Where the commands look: a folder of releases, and a database with the report. */
export interface CataloguePlace {
  readonly state: string;
  /** Instead of the deployment's own folder. */
  readonly folder?: string;
  /** Instead of the deployment's own database. */
  readonly database?: string;
}

export const catalogueFolderOf = ({ state, folder }: CataloguePlace): CatalogueFolder => new CatalogueFolder(folder ?? layoutIn(state).terminology);

const KEY_BYTES = 32;

async function withStore<T>(url: string, work: (store: Store) => Promise<T>): Promise<T> {
  // The report has no sealed column, so no key is needed.
  const store = await openStore({ url, application: 'ncp terminology', keys: { current: { id: 'none', key: new Uint8Array(KEY_BYTES) } }, connections: 1 });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/**
 * Works on the report of a deployment, running or not: a stopped embedded server is started for it and stopped again.
 * @throws NcpError NCP_CLI_NOT_RUNNING when nothing was ever started there, NCP_STORE_UNAVAILABLE, NCP_STORE_MIGRATION
 */
export async function withReport<T>({ state, database }: CataloguePlace, work: (store: Store) => Promise<T>): Promise<T> {
  const given = database ?? process.env['DATABASE_URL'];
  if (given !== undefined && given !== '') return withStore(given, work);
  const { postgres, state: place } = layoutIn(state);
  if (!existsSync(postgres)) throw new NcpError('NCP_CLI_NOT_RUNNING', { state: place });
  const server = await startEmbedded({ dataDir: postgres });
  try {
    return await withStore(server.url('ncp_a'), work);
  } finally {
    if (!server.reused) await server.stop();
  }
}
