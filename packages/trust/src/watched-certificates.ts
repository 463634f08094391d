import { readFile } from 'node:fs/promises';
import { countryCode, NcpError, SWEDEN } from '@ncp/domain';
import type { WatchedCertificate } from './rehearsal.js';
import { derBlocks } from './trust-config.js';

/** Where a configuration names certificates; its own, and those of the peers that it pins. */
export interface CertificatePlaces {
  readonly seal: { readonly cert: string };
  readonly ncpA: { readonly tls: { readonly cert: string } };
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

/** Every certificate that the configuration names: ours by what they do, those of others by their pins. @throws NcpError NCP_CONFIG_FILE */
export async function watchedCertificates({ seal, ncpA, ncpB, countries }: CertificatePlaces): Promise<readonly WatchedCertificate[]> {
  const own = async (what: string, file: string | undefined, purpose: WatchedCertificate['purpose']): Promise<readonly WatchedCertificate[]> =>
    (file === undefined ? [] : (await derIn(file)).slice(0, 1).map((der) => ({ what, country: SWEDEN, purpose, der })));
  const pinned = async (code: string, file: string): Promise<readonly WatchedCertificate[]> =>
    (await derIn(file)).map((der) => ({ what: `pin ${file.split('/').at(-1) ?? ''}`, country: countryCode(code), purpose: 'any-end', der }));
  return (await Promise.all([
    own('our seal', seal.cert, 'signer'), own('our TLS server, country A', ncpA.tls.cert, 'server'),
    own('our TLS client, country B', ncpB?.tlsClient.cert, 'client'), own('our TLS server, national API', ncpB?.tls.cert, 'server'),
    ...countries.flatMap(({ code, tlsPins }) => tlsPins.map((file) => pinned(code, file))),
  ])).flat();
}
