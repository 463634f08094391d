import { readFile } from 'node:fs/promises';
import { readPrivately } from '@ncp/runtime';
import type { ClientTls } from './open-socket.js';
import type { TlsIdentity } from './tls-policy.js';

/**
 * Reads a pair whose key is its owner's alone (RS TLS-43); `role` is how errors call it.
 * @throws NcpError NCP_TRUST_KEY, NCP_CONFIG_FILE (the key); the error of the file (the certificate)
 */
export const tlsPairFrom = async ({ cert, key }: { readonly cert: string; readonly key: string }, role: string): Promise<TlsIdentity> =>
  ({ certificatePem: await readFile(cert, 'utf8'), keyPem: readPrivately(role, key) });

/** Reads what a client needs for TLS, and with a pair for mutual TLS, from PEM files. Throws as `tlsPairFrom`. */
export const clientTlsFrom = async ({ ca, cert, key }: { readonly ca: string; readonly cert?: string; readonly key?: string }, role = 'TLS client'): Promise<ClientTls> => {
  const authorities = [await readFile(ca, 'utf8')];
  return cert === undefined || key === undefined ? { authorities } : { authorities, identity: await tlsPairFrom({ cert, key }, role) };
};
