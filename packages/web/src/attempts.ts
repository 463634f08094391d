import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** What must come back unchanged from the issuer: of one browser that is signing in. */
export interface Attempt {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  /** Epoch milliseconds. */
  readonly endsAt: number;
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Attempts to sign in, kept by the browsers that made them: sealed, so that nobody reads or makes one, and not in our memory, so that
 * strangers who begin thousands push nobody out. The key is this process's, and ends with it.
 */
export class Attempts {
  readonly #key = randomBytes(32);
  readonly #nowMs: () => number;
  /** States of the attempts that have led to a session, until they would have ended anyway. */
  readonly #finished = new Map<string, number>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Text for a cookie. */
  seal(attempt: Attempt): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, iv);
    const sealed = Buffer.concat([cipher.update(JSON.stringify(attempt), 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** @throws TypeError what is none of ours, has ended, or has led to a session before */
  open(text: string | undefined): Attempt {
    const attempt = text === undefined ? undefined : this.#read(Buffer.from(text, 'base64url'));
    if (attempt === undefined || attempt.endsAt <= this.#nowMs() || this.#finished.has(attempt.state)) throw new TypeError('no sign-in of this browser is under way');
    return attempt;
  }

  /** It has led to a session: it leads to no other. */
  finish({ state, endsAt }: Attempt): void {
    const now = this.#nowMs();
    for (const [one, end] of this.#finished) if (end <= now) this.#finished.delete(one);
    this.#finished.set(state, endsAt);
  }

  #read(bytes: Buffer): Attempt | undefined {
    try {
      const decipher = createDecipheriv(CIPHER, this.#key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      const plain = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
      return JSON.parse(plain.toString('utf8')) as Attempt;
    } catch {
      return undefined;
    }
  }
}
