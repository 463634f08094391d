import { readFileSync } from 'node:fs';
import { httpClient, type PooledHttpClient } from '@ncp/transport';
import { ForeignNcp, type ForeignNcpOptions } from './foreign-ncp.js';
import { clockOf, type RunManifest } from './manifest.js';

/** A foreign NCP that speaks to the running gateway as one of the manifest's countries. */
export function connect(manifest: RunManifest, country: string, more: Pick<ForeignNcpOptions, 'professional' | 'onMessage'> & { readonly http?: PooledHttpClient } = {}): { readonly ncp: ForeignNcp; readonly http: PooledHttpClient } {
  const entry = manifest.countries[country];
  if (entry === undefined) throw new Error(`no country ${country} in the run manifest`);
  const read = (path: string): string => readFileSync(path, 'utf8');
  const http = more.http ?? httpClient({
    tls: { authorities: [read(manifest.trust.ca)], identity: { certificatePem: read(entry.tlsClient.cert), keyPem: read(entry.tlsClient.key) } },
  });
  const { url, paths, homeCommunityId } = manifest.services.ncpA;
  return {
    http,
    ncp: new ForeignNcp({
      country, http, homeCommunityId: entry.homeCommunityId, swedishHomeCommunityId: homeCommunityId,
      seal: { keyPem: read(entry.seal.key), certificatePem: read(entry.seal.cert) },
      endpoints: { xcpd: url + paths.xcpd, xcaQuery: url + paths.xcaQuery, xcaRetrieve: url + paths.xcaRetrieve, xdr: url + paths.xdr },
      now: clockOf(manifest),
      ...(more.professional === undefined ? {} : { professional: more.professional }),
      ...(more.onMessage === undefined ? {} : { onMessage: more.onMessage }),
    }),
  };
}
