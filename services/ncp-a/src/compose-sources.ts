import { connectCareRecords, connectNationalList } from '@ncp/national';
import { noteBreaker, type Clock, type Config, type Logger, type Metrics } from '@ncp/runtime';
import { clientTlsFrom, httpClient, type PooledHttpClient } from '@ncp/transport';
import { watchSources, type WatchedSources } from './source-state.js';

interface Parts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** The adapters of what the gateway asks about Swedish patients, each over connections of its own (decisions G11, D76). */
export async function composeSources({ config, clock, log, metrics }: Parts): Promise<WatchedSources & { close(): void }> {
  const opened: PooledHttpClient[] = [];
  const open = async (role: string, tls: Config['national']['tls']): Promise<PooledHttpClient> => {
    const http = httpClient(tls === undefined ? {} : { tls: await clientTlsFrom(tls, role) });
    opened.push(http);
    return http;
  };
  const breakerOf = (neighbour: 'national' | 'care-records') => {
    noteBreaker(metrics, neighbour, 'closed');
    return (state: 'open' | 'half-open' | 'closed'): void => { noteBreaker(metrics, neighbour, state); };
  };
  const national = connectNationalList(config.national, { http: await open('national list client', config.national.tls), clock, log, breaker: breakerOf('national') });
  const care = config.ncpA.patientSummary?.careRecords;
  return {
    ...watchSources({
      national,
      ...(care === undefined ? {} : { careRecords: connectCareRecords(care, { http: await open('care records client', care.tls), clock, log, breaker: breakerOf('care-records') }) }),
    }),
    close: () => { for (const http of opened) http.close(); },
  };
}
