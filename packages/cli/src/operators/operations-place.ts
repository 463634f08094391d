import { existsSync } from 'node:fs';
import { NcpError } from '@ncp/domain';
import { openOperations, startEmbedded, type OpenOperations } from '@ncp/store';
import { layoutIn } from '../layout.js';

/** Where the operators' view is: a deployment, or a database of its own. */
export interface OperationsPlace {
  readonly state: string;
  readonly database?: string;
}

async function withView<T>(url: string, work: (view: OpenOperations) => Promise<T>): Promise<T> {
  const view = await openOperations({ url, application: 'ncp operations' });
  try {
    return await work(view);
  } finally {
    await view.close();
  }
}

/**
 * Works with what operators may see and order, as the role of the dashboard: no key, no document, no person. With `stopped` an
 * embedded server that does not run is started for it and stopped again; without, it is refused, for nobody would execute an order.
 * @throws NcpError NCP_CLI_NOT_RUNNING, NCP_STORE_UNAVAILABLE, NCP_STORE_MIGRATION
 */
export async function withOperations<T>({ state, database }: OperationsPlace, stopped: 'started' | 'refused', work: (view: OpenOperations) => Promise<T>): Promise<T> {
  const given = database ?? process.env['DATABASE_URL'];
  if (given !== undefined && given !== '') return withView(given, work);
  const { postgres, state: place } = layoutIn(state);
  if (!existsSync(postgres)) throw new NcpError('NCP_CLI_NOT_RUNNING', { state: place });
  const server = await startEmbedded({ dataDir: postgres });
  try {
    if (!server.reused && stopped === 'refused') throw new NcpError('NCP_CLI_NOT_RUNNING', { state: place });
    return await withView(server.url('ncp_dashboard'), work);
  } finally {
    if (!server.reused) await server.stop();
  }
}
