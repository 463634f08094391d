import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { NcpError } from '@ncp/domain';
import { isHeld, strongFamily, type AsymmetricKey, type KeyFamily, type SigningKey, type VerificationKey } from './key.js';

/** Algorithms we sign with (wire-contract 4.6: rsa-sha256 towards other countries). */
export type SigningAlgorithm = 'rsa-sha256' | 'rsa-pss-sha256' | 'ecdsa-sha256' | 'ecdsa-sha384';

interface SignatureMethod {
  readonly uri: string;
  readonly hash: string;
  readonly families: readonly KeyFamily[];
  readonly input: { readonly padding?: number; readonly saltLength?: number; readonly dsaEncoding?: 'ieee-p1363' };
}

/** RSA_PKCS1_PSS_PADDING, and a salt as long as the digest: RFC 9231 2.3.10. */
const PSS = { padding: 6, saltLength: -1 } as const;
/** XML signatures hold r and s side by side, not DER. */
const ECDSA = { dsaEncoding: 'ieee-p1363' } as const;
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';

const OWN = {
  'rsa-sha256': { uri: `${MORE}rsa-sha256`, hash: 'sha256', families: ['rsa'], input: {} },
  'rsa-pss-sha256': { uri: 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1', hash: 'sha256', families: ['rsa', 'rsa-pss'], input: PSS },
  'ecdsa-sha256': { uri: `${MORE}ecdsa-sha256`, hash: 'sha256', families: ['ec'], input: ECDSA },
  'ecdsa-sha384': { uri: `${MORE}ecdsa-sha384`, hash: 'sha384', families: ['ec'], input: ECDSA },
} as const satisfies Record<SigningAlgorithm, SignatureMethod>;

const SIGNATURE_METHODS: ReadonlyMap<string, SignatureMethod> = new Map(
  [
    ...Object.values(OWN),
    { uri: `${MORE}rsa-sha384`, hash: 'sha384', families: ['rsa'], input: {} } as const,
    { uri: `${MORE}rsa-sha512`, hash: 'sha512', families: ['rsa'], input: {} } as const,
  ].map((method): [string, SignatureMethod] => [method.uri, method]),
);

export const SHA256_URI = 'http://www.w3.org/2001/04/xmlenc#sha256';
const DIGESTS: ReadonlyMap<string, string> = new Map([
  [SHA256_URI, 'sha256'],
  [`${MORE}sha384`, 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
]);

/** Looks a method up by its URI; everything not listed is refused (RS DSIG-17, -18): NCP_DSIG_ALGORITHM. */
export const signatureMethod = (uri: string): SignatureMethod => known(SIGNATURE_METHODS.get(uri), 'SignatureMethod');
export const digestMethod = (uri: string): string => known(DIGESTS.get(uri), 'DigestMethod');
export const signatureUri = (algorithm: SigningAlgorithm): string => OWN[algorithm].uri;

const known = <T>(method: T | undefined, where: string): T => {
  if (method === undefined) throw new NcpError('NCP_DSIG_ALGORITHM', { where });
  return method;
};

export const digest = (hash: string, bytes: Uint8Array): Uint8Array => createHash(hash).update(bytes).digest();

/** What a key signs with unless told otherwise. Raises NCP_DSIG_KEY_STRENGTH. */
export const defaultAlgorithm = (key: SigningKey): SigningAlgorithm => {
  switch (strongFamily(key)) {
    case 'rsa': return 'rsa-sha256';
    case 'rsa-pss': return 'rsa-pss-sha256';
    case 'ec': return key.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'ecdsa-sha384' : 'ecdsa-sha256';
  }
};

/** What node:crypto takes. Anything but a real `KeyObject` behind the interface is refused there. */
const keyObject = (key: AsymmetricKey): KeyObject => key as KeyObject;

/** Raises NCP_DSIG_KEY_STRENGTH for a weak key, NCP_DSIG_ALGORITHM for a key of another family (RS DSIG-20, -22). */
const fitting = (method: SignatureMethod, key: SigningKey | VerificationKey): void => {
  const family = strongFamily(key);
  if (!method.families.includes(family)) throw new NcpError('NCP_DSIG_ALGORITHM', { where: 'key', family });
};

export const signBytes = (method: SignatureMethod, bytes: Uint8Array, key: SigningKey): Uint8Array => {
  fitting(method, key);
  if (isHeld(key)) return key.sign('seal', { hash: method.hash, ...method.input }, bytes);
  return sign(method.hash, bytes, { key: keyObject(key), ...method.input });
};

/** False covers malformed signature values too; raises only what the key deserves. */
export const verifyBytes = (method: SignatureMethod, bytes: Uint8Array, key: VerificationKey, signature: Uint8Array): boolean => {
  fitting(method, key);
  try {
    return verify(method.hash, bytes, { key: keyObject(key), ...method.input }, signature);
  } catch {
    return false;
  }
};

interface RsaPublicParts {
  readonly n: string;
  readonly e: string;
}

/** A key does not change, and exporting its public half costs as much as a verification. */
const exported = new WeakMap<SigningKey, RsaPublicParts>();

/** Modulus and exponent of the key's public half, base64url; raises NCP_DSIG_ALGORITHM where it is not RSA. */
export const rsaPublicParts = (key: SigningKey): RsaPublicParts => {
  const known = exported.get(key);
  if (known !== undefined) return known;
  const { n, e }: Partial<RsaPublicParts> = isHeld(key) ? (key.rsaPublic ?? {}) : createPublicKey(keyObject(key)).export({ format: 'jwk' });
  if (n === undefined || e === undefined) throw new NcpError('NCP_DSIG_ALGORITHM', { where: 'key' });
  const parts = { n, e };
  exported.set(key, parts);
  return parts;
};
