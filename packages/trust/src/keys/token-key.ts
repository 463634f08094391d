import { createHash, type KeyObject } from 'node:crypto';
import { NcpError } from '@ncp/domain';
import type { SignatureManner } from '@ncp/xml';
import { type Cryptoki, CryptokiError, type Mechanism, MECHANISMS, RV } from './cryptoki.js';
import { loadCryptoki } from './cryptoki-library.js';
import { isFitting } from './fitting.js';
import type { SignBytes } from './held-key.js';

/** A private key in a PKCS#11 token: an HSM in production, SoftHSM in tests. */
export interface TokenKey {
  /** Shared library of the module. */
  readonly module: string;
  /** Label of the token. */
  readonly token: string;
  /** Label of the private key in it. */
  readonly label: string;
  readonly pinFile: string;
}

export interface TokenKeyParts {
  readonly pin: string;
  /** Of the certificate: what the token signs must verify with it. */
  readonly publicKey: KeyObject;
  readonly load?: (module: string) => Promise<Cryptoki>;
  readonly nowMs?: () => number;
}

/** While the module is away it is asked this often and not more: everybody else is refused at once. */
const RETRY_MS = 1_000;
const PIN_REFUSED: ReadonlySet<bigint> = new Set([RV.pinIncorrect, RV.pinInvalid, RV.pinLength, RV.pinExpired, RV.pinLocked]);
const EC_BYTES: Readonly<Record<string, number>> = { prime256v1: 64, secp384r1: 96 };
const RSA_MECHANISMS: Readonly<Record<string, bigint>> = { sha256: MECHANISMS.rsaSha256, sha384: MECHANISMS.rsaSha384, sha512: MECHANISMS.rsaSha512 };

interface Open {
  readonly session: bigint;
  readonly key: bigint;
}

class TokenSigner {
  readonly #role: string;
  readonly #place: TokenKey;
  readonly #parts: TokenKeyParts;
  readonly #cryptoki: Cryptoki;
  readonly #nowMs: () => number;
  #open: Open | undefined;
  #quietUntilMs = Number.NEGATIVE_INFINITY;
  #pinRefused = false;

  constructor(role: string, place: TokenKey, parts: TokenKeyParts, cryptoki: Cryptoki) {
    this.#role = role;
    this.#place = place;
    this.#parts = parts;
    this.#cryptoki = cryptoki;
    this.#nowMs = parts.nowMs ?? (() => performance.now());
  }

  #refuse(code: 'NCP_KEY_PIN' | 'NCP_KEY_UNAVAILABLE' | 'NCP_TRUST_KEY', reason: string, cause?: unknown): never {
    throw new NcpError(code, { role: this.#role, reason }, cause);
  }

  /** A PIN is tried once in the life of this process: a loop of restarts or renewals never locks a token (KEY-04). */
  #login(session: bigint): void {
    try {
      this.#cryptoki.login(session, this.#parts.pin);
    } catch (error) {
      if (!(error instanceof CryptokiError) || !PIN_REFUSED.has(error.rv)) throw error;
      this.#pinRefused = true;
      this.#refuse('NCP_KEY_PIN', error.rv === RV.pinLocked ? 'locked' : 'wrong');
    }
  }

  #begin(): Open {
    const token = this.#cryptoki.tokens().find(({ label }) => label === this.#place.token);
    if (token === undefined) return this.#refuse('NCP_KEY_UNAVAILABLE', 'token-missing');
    if (token.pinLocked) this.#refuse('NCP_KEY_PIN', 'locked');
    // The last try belongs to a person who knows the PIN.
    if (token.pinFinalTry) this.#refuse('NCP_KEY_PIN', 'final-try');
    const session = this.#cryptoki.openSession(token.slot);
    this.#login(session);
    const key = this.#cryptoki.privateKey(session, this.#place.label);
    return key === undefined ? this.#refuse('NCP_TRUST_KEY', 'key-not-in-token') : { session, key };
  }

  #mechanism({ hash, padding, dsaEncoding }: SignatureManner): Mechanism & { readonly hashed: boolean } {
    const { publicKey } = this.#parts;
    const { modulusLength = 0, namedCurve = '' } = publicKey.asymmetricKeyDetails ?? {};
    const rsa = publicKey.asymmetricKeyType === 'rsa' && padding === undefined ? RSA_MECHANISMS[hash] : undefined;
    if (rsa !== undefined) return { id: rsa, maxBytes: modulusLength / 8, hashed: false };
    const maxBytes = dsaEncoding === 'ieee-p1363' ? EC_BYTES[namedCurve] : undefined;
    // Tokens sign the hash itself with ECDSA, and answer r and s side by side.
    if (maxBytes !== undefined) return { id: MECHANISMS.ecdsa, maxBytes, hashed: true };
    throw new NcpError('NCP_DSIG_ALGORITHM', { role: this.#role });
  }

  #signOnce(manner: SignatureManner, bytes: Uint8Array): Uint8Array {
    const { hashed, ...mechanism } = this.#mechanism(manner);
    this.#open ??= this.#begin();
    return this.#cryptoki.sign(this.#open.session, this.#open.key, mechanism, hashed ? createHash(manner.hash).update(bytes).digest() : bytes);
  }

  /** A token that was pulled or restarted lost our session: one new one at once, then a pause. */
  sign(manner: SignatureManner, bytes: Uint8Array): Uint8Array {
    if (this.#pinRefused) this.#refuse('NCP_KEY_PIN', 'wrong');
    if (this.#nowMs() < this.#quietUntilMs) this.#refuse('NCP_KEY_UNAVAILABLE', 'away');
    try {
      return this.#signOnce(manner, bytes);
    } catch (first) {
      // What is refused for another reason than the module is refused again.
      if (first instanceof NcpError && first.code !== 'NCP_KEY_UNAVAILABLE') throw first;
      return this.#signAnew(manner, bytes);
    }
  }

  #signAnew(manner: SignatureManner, bytes: Uint8Array): Uint8Array {
    try {
      this.#open = undefined;
      this.#cryptoki.restart();
      return this.#signOnce(manner, bytes);
    } catch (error) {
      this.#open = undefined;
      this.#quietUntilMs = this.#nowMs() + RETRY_MS;
      if (error instanceof NcpError) throw error;
      return this.#refuse('NCP_KEY_UNAVAILABLE', error instanceof CryptokiError ? error.code : 'module', error);
    }
  }
}

/**
 * Opens a private key in a token, and proves that it fits the certificate.
 * @throws NcpError NCP_KEY_PIN (not tried again), NCP_KEY_UNAVAILABLE, NCP_TRUST_KEY
 */
export async function openTokenKey(role: string, place: TokenKey, parts: TokenKeyParts): Promise<SignBytes> {
  const signer = new TokenSigner(role, place, parts, await (parts.load ?? loadCryptoki)(place.module));
  const signBytes: SignBytes = (manner, bytes) => signer.sign(manner, bytes);
  if (!isFitting(parts.publicKey, signBytes)) throw new NcpError('NCP_TRUST_KEY', { role, reason: 'key-does-not-fit' });
  return signBytes;
}
