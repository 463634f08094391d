import { readFile } from 'node:fs/promises';
import type { ClientTls } from './open-socket.js';

/** Reads what a client needs for mutual TLS from PEM files. */
export const clientTlsFrom = async (files: { readonly ca: string; readonly cert?: string; readonly key?: string }): Promise<ClientTls> => {
  const authorities = [await readFile(files.ca, 'utf8')];
  if (files.cert === undefined || files.key === undefined) return { authorities };
  return { authorities, identity: { certificatePem: await readFile(files.cert, 'utf8'), keyPem: await readFile(files.key, 'utf8') } };
};
