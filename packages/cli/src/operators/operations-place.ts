import { openOperations, type OpenOperations } from '@ncp/store';
import { withDatabaseOf, type OperatorPlace } from './place.js';

/**
 * Works with what operators may see and order, as the role of the dashboard: no key, no document, no person. `stopped`: whether
 * an embedded server that does not run is started for it; nobody would execute an order there.
 * @throws NcpError NCP_CLI_NOT_RUNNING, NCP_STORE_UNAVAILABLE, NCP_STORE_MIGRATION
 */
export const withOperations = <T>(place: OperatorPlace, stopped: 'started' | 'refused', work: (view: OpenOperations) => Promise<T>): Promise<T> =>
  withDatabaseOf(place, 'ncp_dashboard', async (url) => {
    const view = await openOperations({ url, application: 'ncp operations' });
    try {
      return await work(view);
    } finally {
      await view.close();
    }
  }, stopped);
