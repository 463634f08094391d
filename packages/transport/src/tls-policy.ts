import { constants } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';

/** A certificate with its key, PEM; the certificate file may carry its chain. */
export interface TlsIdentity {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/**
 * TLS 1.3, and 1.2 with ephemeral keys and authenticated encryption only (wire-contract 1.6). The two RSA suites of 1.2 are
 * what Java peers offer.
 */
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256', 'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');

/** What both ends of every connection have in common. */
export const tlsPolicy = (identity: TlsIdentity | undefined, authorities: readonly string[]): SecureContextOptions => ({
  minVersion: 'TLSv1.2',
  ciphers: CIPHERS,
  ecdhCurve: 'X25519:P-256:P-384',
  // Without tickets nothing is resumed: each connection proves its certificate anew (TLS-13).
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_COMPRESSION,
  ca: [...authorities],
  ...(identity === undefined ? {} : { cert: identity.certificatePem, key: identity.keyPem }),
});
