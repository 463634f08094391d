import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { NcpError } from '@ncp/domain';
import { readPrivately } from '@ncp/runtime';
import type { HeldKey } from '@ncp/xml';
import { type Certificate, CLIENT_AUTH, isStrongKey, readCertificate, SERVER_AUTH } from './certificate.js';
import { heldInMemory, heldKey, type KeyPurpose } from './keys/held-key.js';
import { type KeyFile, openKeyFile } from './keys/key-file.js';
import { openTokenKey } from './keys/token-key.js';
import { isTokenUri, readTokenUri } from './keys/token-uri.js';
import { derBlocks } from './trust-config.js';

/** One of our own certificates. `certificatePem` holds the chain as the file has it. */
export interface OwnCertificate {
  readonly certificateDer: Uint8Array;
  readonly certificatePem: string;
  readonly country: string;
  readonly commonName: string;
  readonly fingerprint: string;
  /** Epoch milliseconds. */
  readonly notAfterMs: number;
}

/** What evidence, audit events and assertions are signed with. Its private key cannot be read from here. */
export interface SealIdentity extends OwnCertificate {
  readonly key: HeldKey;
}

/** One end of a TLS connection: for the engine that shakes hands, and for nothing else. */
export interface TlsEnd extends OwnCertificate {
  readonly keyPem: string;
}

/** Where a pair of certificate and key is. The key of a seal may be in a token: then the file `key` holds its PKCS#11 URI. */
export interface PairPlace extends KeyFile {
  readonly certificate: string;
}

interface Asked {
  /** How errors call it: the name in the configuration, never a path. */
  readonly role: string;
  readonly nowMs: number;
}

const DIGITAL_SIGNATURE = 1;
const ANY_USAGE = '2.5.29.37.0';

type Refuse = (reason: string) => never;

const refusing = (role: string): Refuse => (reason) => {
  throw new NcpError('NCP_TRUST_KEY', { role, reason });
};

/** A certificate that does not say what it is for is refused, not interpreted (RS KEY-07). */
function requirePurpose({ keyUsage, extendedUsages }: Certificate, purpose: KeyPurpose, refuse: Refuse): void {
  if (keyUsage === undefined) refuse('key-usage-missing');
  else if ((keyUsage & DIGITAL_SIGNATURE) === 0) refuse('key-usage');
  if (purpose === 'seal') {
    if ([SERVER_AUTH, CLIENT_AUTH, ANY_USAGE].some((usage) => extendedUsages.includes(usage))) refuse('tls-certificate-as-seal');
  } else if (!extendedUsages.includes(purpose === 'tls-server' ? SERVER_AUTH : CLIENT_AUTH)) refuse('extended-usage');
}

async function readOwn(purpose: KeyPurpose, place: PairPlace, { role, nowMs }: Asked): Promise<{ readonly leaf: Certificate; readonly own: OwnCertificate }> {
  const refuse = refusing(role);
  let certificatePem: Buffer;
  try {
    certificatePem = await readFile(place.certificate);
  } catch (error) {
    throw new NcpError('NCP_CONFIG_FILE', { role }, error);
  }
  const [leaf = refuse('certificate-unreadable'), ...chain] = derBlocks(certificatePem).map((der) => readCertificate(der) ?? refuse('certificate-unreadable'));
  if (!isStrongKey(leaf.key)) refuse('weak-key');
  if (!chain.every((above, at) => ([leaf, ...chain][at] ?? leaf).x509.verify(above.key))) refuse('chain-out-of-order');
  requirePurpose(leaf, purpose, refuse);
  if (nowMs > leaf.notAfterMs) refuse('expired');
  if (nowMs < leaf.notBeforeMs) refuse('not-yet-valid');
  return {
    leaf,
    own: {
      certificateDer: new Uint8Array(leaf.x509.raw), certificatePem: certificatePem.toString('latin1'),
      country: leaf.countries[0] ?? '', commonName: leaf.commonNames[0] ?? '', fingerprint: leaf.fingerprint, notAfterMs: leaf.notAfterMs,
    },
  };
}

function fittingKey(role: string, file: KeyFile, leaf: Certificate): KeyObject {
  const key = openKeyFile(role, file);
  if (!leaf.x509.checkPrivateKey(key)) refusing(role)('key-does-not-fit');
  return key;
}

/**
 * Loads the seal and proves that it can serve (TLS-43, KEY-07): key and certificate fit, the certificate is for signing, it is in
 * force, the key is the owner's alone. Errors name the role, never the content.
 * @throws NcpError NCP_CONFIG_FILE, NCP_TRUST_KEY, NCP_KEY_UNAVAILABLE, NCP_KEY_PIN
 */
export async function loadSeal(place: PairPlace, asked: Asked): Promise<SealIdentity> {
  const { leaf, own } = await readOwn('seal', place, asked);
  const written = readPrivately(asked.role, place.key);
  if (!isTokenUri(written)) return { ...own, key: heldInMemory('seal', fittingKey(asked.role, place, leaf)) };
  const token = readTokenUri(asked.role, written);
  const [pin = ''] = readPrivately(asked.role, token.pinFile).split(/\r?\n/, 1);
  const sign = await openTokenKey(asked.role, token, { pin, publicKey: leaf.key });
  return { ...own, key: heldKey('seal', leaf.key, sign) };
}

/**
 * Loads one end of TLS connections; as `loadSeal`, with the usage of that end. The engine that shakes hands takes key files only.
 * @throws NcpError NCP_CONFIG_FILE, NCP_TRUST_KEY
 */
export async function loadTlsEnd(purpose: 'tls-server' | 'tls-client', place: PairPlace, asked: Asked): Promise<TlsEnd> {
  const { leaf, own } = await readOwn(purpose, place, asked);
  if (isTokenUri(readPrivately(asked.role, place.key))) refusing(asked.role)('token-for-tls');
  const key = fittingKey(asked.role, place, leaf);
  return { ...own, keyPem: String(key.export({ type: 'pkcs8', format: 'pem' })) };
}

/** Keys of two purposes are two keys (RS 6, KEY-07). @throws NcpError NCP_TRUST_KEY naming both roles */
export function requireDistinct(pairs: Readonly<Record<string, OwnCertificate>>): void {
  const seen = new Map<string, string>();
  for (const [role, { certificateDer }] of Object.entries(pairs)) {
    const spki = readCertificate(certificateDer)?.key.export({ type: 'spki', format: 'der' }).toString('base64') ?? role;
    const other = seen.get(spki);
    if (other !== undefined) throw new NcpError('NCP_TRUST_KEY', { role, other, reason: 'key-in-two-purposes' });
    seen.set(spki, role);
  }
}
