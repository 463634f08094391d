import { generateKeyPair, KeyObject, webcrypto } from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);

/** `rsa` is what the peers use; `ec` (P-256) proves that ours is not the only kind; `weak` (RSA-1024) must be refused. */
export type KeyKind = 'rsa' | 'ec' | 'weak';

/** One key pair in the two forms that are needed: Node's for use, WebCrypto's for signing certificates. */
export interface KeyPair {
  readonly kind: KeyKind;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly signing: webcrypto.CryptoKey;
  readonly verifying: webcrypto.CryptoKey;
}

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** The algorithm that a key of this kind signs certificates with. */
export const signingAlgorithm = (kind: KeyKind): typeof RSA | typeof EC => (kind === 'ec' ? EC : RSA);

/** Makes a pair on the thread pool, so that several are made at once. */
export const makeKeyPair = async (kind: KeyKind = 'rsa'): Promise<KeyPair> => {
  const { privateKey, publicKey } =
    kind === 'ec'
      ? await generate('ec', { namedCurve: 'P-256' })
      : await generate('rsa', { modulusLength: kind === 'weak' ? 1024 : 2048 });
  const algorithm = signingAlgorithm(kind);
  return {
    kind, privateKey, publicKey,
    signing: privateKey.toCryptoKey(algorithm, true, ['sign']),
    verifying: publicKey.toCryptoKey(algorithm, true, ['verify']),
  };
};
