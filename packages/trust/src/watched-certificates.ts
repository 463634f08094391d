import { readFile } from 'node:fs/promises';
import { countryCode, NcpError, SWEDEN } from '@ncp/domain';
import type { WatchedCertificate } from './rehearsal.js';
import { derBlocks } from './trust-config.js';

/** A service outside the exchange that may ask for a certificate of ours. */
interface Elsewhere {
  readonly tls?: { readonly cert: string } | undefined;
}

/** Where a configuration names certificates; its own, and those of the peers that it pins. */
export interface CertificatePlaces {
  readonly seal: { readonly cert: string };
  readonly ncpA: { readonly tls: { readonly cert: string }; readonly patientSummary?: { readonly careRecords?: Elsewhere | undefined } | undefined };
  readonly national?: Elsewhere | undefined;
  readonly auditRepository?: Elsewhere | undefined;
  readonly ncpB?: { readonly tls: { readonly cert: string }; readonly tlsClient: { readonly cert: string } } | undefined;
  readonly countries: readonly { readonly code: string; readonly tlsPins: readonly string[] }[];
}

async function derIn(file: string): Promise<readonly Uint8Array[]> {
  try {
    return derBlocks(new Uint8Array(await readFile(file)));
  } catch (error) {
    throw new NcpError('NCP_CONFIG_FILE', { path: file }, error);
  }
}

/** A certificate of ours as a configuration names it. */
export interface WatchedFile {
  readonly what: string;
  readonly file: string;
  readonly purpose: WatchedCertificate['purpose'];
}

/** Ours by what they do, those of others by their pins, for the trust calendar. @throws NcpError NCP_CONFIG_FILE when one cannot be read */
export async function readWatched(own: readonly WatchedFile[], countries: CertificatePlaces['countries']): Promise<readonly WatchedCertificate[]> {
  const ours = async ({ what, file, purpose }: WatchedFile): Promise<readonly WatchedCertificate[]> => (await derIn(file)).slice(0, 1).map((der) => ({ what, country: SWEDEN, purpose, der }));
  const pinned = async (code: string, file: string): Promise<readonly WatchedCertificate[]> =>
    (await derIn(file)).map((der) => ({ what: `pin ${file.split('/').at(-1) ?? ''}`, country: countryCode(code), purpose: 'any-end', der }));
  return (await Promise.all([...own.map(ours), ...countries.flatMap(({ code, tlsPins }) => tlsPins.map((file) => pinned(code, file)))])).flat();
}

const elsewhere = (what: string, service: Elsewhere | undefined): readonly WatchedFile[] =>
  (service?.tls === undefined ? [] : [{ what, file: service.tls.cert, purpose: 'elsewhere' }]);

/** Every certificate that the gateway's configuration names. @throws NcpError NCP_CONFIG_FILE */
export const watchedCertificates = ({ seal, ncpA, ncpB, national, auditRepository, countries }: CertificatePlaces): Promise<readonly WatchedCertificate[]> => readWatched([
  { what: 'our seal', file: seal.cert, purpose: 'signer' }, { what: 'our TLS server, country A', file: ncpA.tls.cert, purpose: 'server' },
  ...(ncpB === undefined ? [] : [{ what: 'our TLS client, country B', file: ncpB.tlsClient.cert, purpose: 'client' as const }, { what: 'our TLS server, national API', file: ncpB.tls.cert, purpose: 'server' as const }]),
  ...elsewhere('our TLS client, national list', national), ...elsewhere('our TLS client, care records', ncpA.patientSummary?.careRecords), ...elsewhere('our TLS client, audit repository', auditRepository),
], countries);
