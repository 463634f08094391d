import { readFileSync } from 'node:fs';
import { httpClient, type ClientTls, type PooledHttpClient } from '@ncp/transport';
import { ForeignNcp, type ForeignNcpOptions } from './foreign-ncp.js';
import { clockOf, type RunManifest } from './manifest.js';

const read = (path: string): string => readFileSync(path, 'utf8');

const entryOf = (manifest: RunManifest, country: string): RunManifest['countries'][string] => {
  const entry = manifest.countries[country];
  if (entry === undefined) throw new Error(`no country ${country} in the run manifest`);
  return entry;
};

/** How a country's NCP shows itself to the gateway, and whom it expects there. */
export const tlsOf = (manifest: RunManifest, country: string): ClientTls => {
  const { tlsClient } = entryOf(manifest, country);
  return { authorities: [read(manifest.trust.ca)], identity: { certificatePem: read(tlsClient.cert), keyPem: read(tlsClient.key) } };
};

/** A foreign NCP that speaks to the running gateway as one of the manifest's countries. */
export function connect(manifest: RunManifest, country: string, more: Pick<ForeignNcpOptions, 'professional' | 'onMessage'> & { readonly http?: PooledHttpClient } = {}): { readonly ncp: ForeignNcp; readonly http: PooledHttpClient } {
  const entry = entryOf(manifest, country);
  const http = more.http ?? httpClient({ tls: tlsOf(manifest, country) });
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
