import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { NcpError } from '@ncp/domain';
import { isStrongKey, readCertificate } from './certificate.js';
import { derBlocks } from './trust-config.js';

/** One of our own certificates with its key. `certificatePem` holds the chain as the file has it. */
export interface Identity {
  readonly key: KeyObject;
  readonly keyPem: string;
  readonly certificateDer: Uint8Array;
  readonly certificatePem: string;
  readonly country: string;
  readonly commonName: string;
  readonly fingerprint: string;
  /** Epoch milliseconds. */
  readonly notAfterMs: number;
}

const OTHERS = 0o077;

const readRole = async (role: string, file: string): Promise<Buffer> => {
  try {
    return await readFile(file);
  } catch (error) {
    throw new NcpError('NCP_CONFIG_FILE', { role }, error);
  }
};

const parseKey = (role: string, pem: Buffer): KeyObject => {
  try {
    return createPrivateKey(pem);
  } catch {
    // The cause is left out: some parsers quote their input.
    throw new NcpError('NCP_TRUST_KEY', { role, reason: 'key-unreadable' });
  }
};

/**
 * Loads one of our own key pairs and proves that it can serve (TLS-43): the key file is the owner's alone, key and
 * certificate fit, the chain in the file is in order. Errors name the role, never the content.
 * @throws NcpError NCP_CONFIG_FILE, NCP_TRUST_KEY
 */
export const loadIdentity = async (files: { readonly role: string; readonly certificate: string; readonly key: string }): Promise<Identity> => {
  const { role } = files;
  const refuse = (reason: string): never => {
    throw new NcpError('NCP_TRUST_KEY', { role, reason });
  };
  const [certificatePem, keyPem] = await Promise.all([readRole(role, files.certificate), readRole(role, files.key)]);
  if (((await stat(files.key)).mode & OTHERS) !== 0) refuse('key-file-open-to-others');
  const [leaf, ...chain] = derBlocks(certificatePem).map((der) => readCertificate(der) ?? refuse('certificate-unreadable'));
  if (leaf === undefined) return refuse('certificate-unreadable');
  const key = parseKey(role, keyPem);
  if (!leaf.x509.checkPrivateKey(key)) refuse('key-does-not-fit');
  if (!isStrongKey(leaf.key)) refuse('weak-key');
  if (!chain.every((above, at) => ([leaf, ...chain][at] ?? leaf).x509.verify(above.key))) refuse('chain-out-of-order');
  return {
    key, keyPem: keyPem.toString('latin1'),
    certificateDer: new Uint8Array(leaf.x509.raw),
    certificatePem: certificatePem.toString('latin1'),
    country: leaf.countries[0] ?? '',
    commonName: leaf.commonNames[0] ?? '',
    fingerprint: leaf.fingerprint,
    notAfterMs: leaf.notAfterMs,
  };
};
