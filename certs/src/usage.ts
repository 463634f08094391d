import 'reflect-metadata';
import { ExtendedKeyUsage, KeyUsageFlags } from '@peculiar/x509';

/** What a certificate says that its key is for. */
export interface Usage {
  readonly keyUsage: number;
  readonly extended: readonly string[];
}

/** The three purposes of an NCP's certificates (wire-contract 1.6): never mixed. */
export type Purpose = 'tls-server' | 'tls-client' | 'seal';

export const USAGES: Readonly<Record<Purpose, Usage>> = {
  'tls-server': {
    keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment,
    extended: [ExtendedKeyUsage.serverAuth],
  },
  'tls-client': { keyUsage: KeyUsageFlags.digitalSignature, extended: [ExtendedKeyUsage.clientAuth] },
  seal: { keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation, extended: [] },
};

/** For each purpose a certificate that must not serve it: a swapped TLS end, and a seal that may not sign. */
export const WRONG_USAGES: Readonly<Record<Purpose, Usage>> = {
  'tls-server': { keyUsage: KeyUsageFlags.digitalSignature, extended: [ExtendedKeyUsage.clientAuth] },
  'tls-client': { keyUsage: KeyUsageFlags.digitalSignature, extended: [ExtendedKeyUsage.serverAuth] },
  seal: { keyUsage: KeyUsageFlags.keyEncipherment, extended: [] },
};
