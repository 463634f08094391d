import { connectCareRecords, connectNationalList } from '@ncp/national';
import type { Clock, Config, Logger } from '@ncp/runtime';
import { clientTlsFrom, httpClient, type PooledHttpClient } from '@ncp/transport';
import { watchSources, type WatchedSources } from './source-state.js';

interface Parts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The adapters of what the gateway asks about Swedish patients, each over connections of its own (decisions G11, D76). */
export async function composeSources({ config, clock, log }: Parts): Promise<WatchedSources & { close(): void }> {
  const opened: PooledHttpClient[] = [];
  const open = async (tls: Config['national']['tls']): Promise<PooledHttpClient> => {
    const http = httpClient(tls === undefined ? {} : { tls: await clientTlsFrom(tls) });
    opened.push(http);
    return http;
  };
  const national = connectNationalList(config.national, { http: await open(config.national.tls), clock, log });
  const care = config.ncpA.patientSummary?.careRecords;
  return {
    ...watchSources({
      national,
      ...(care === undefined ? {} : { careRecords: connectCareRecords(care, { http: await open(care.tls), clock, log }) }),
    }),
    close: () => { for (const http of opened) http.close(); },
  };
}
