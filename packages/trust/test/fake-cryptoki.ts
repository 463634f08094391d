import { sign, type KeyObject } from 'node:crypto';
import { type Cryptoki, CryptokiError, MECHANISMS, RV, type Token } from '../src/keys/cryptoki.js';

const ATTEMPTS = 3;
const DEVICE_ERROR = 0x30n;
const SESSION_INVALID = 0xb3n;

/** A token that locks after three wrong PINs, can be pulled, and counts what is asked of it. SoftHSM passes the same suite, but never locks. */
export class FakeToken implements Cryptoki {
  readonly #key: KeyObject;
  readonly #pin: string;
  #left = ATTEMPTS;
  #sessions = 0n;
  #live = new Set<bigint>();
  present = true;
  logins = 0;
  signatures = 0;
  looks = 0;

  constructor(key: KeyObject, pin: string) {
    this.#key = key;
    this.#pin = pin;
  }

  tokens(): readonly Token[] {
    this.looks += 1;
    return this.present ? [{ slot: 1n, label: 'ncp', pinLocked: this.#left === 0, pinFinalTry: this.#left === 1 }] : [];
  }

  openSession(): bigint {
    this.#sessions += 1n;
    this.#live.add(this.#sessions);
    return this.#sessions;
  }

  login(_session: bigint, pin: string): void {
    this.logins += 1;
    if (this.#left === 0) throw new CryptokiError('C_Login', RV.pinLocked);
    if (pin === this.#pin) {
      this.#left = ATTEMPTS;
      return;
    }
    this.#left -= 1;
    throw new CryptokiError('C_Login', RV.pinIncorrect);
  }

  privateKey(_session: bigint, label: string): bigint | undefined {
    return label === 'seal' ? 7n : undefined;
  }

  sign(session: bigint, _key: bigint, { id }: { readonly id: bigint }, bytes: Uint8Array): Uint8Array {
    if (!this.present) throw new CryptokiError('C_Sign', DEVICE_ERROR);
    if (!this.#live.has(session)) throw new CryptokiError('C_SignInit', SESSION_INVALID);
    this.signatures += 1;
    if (id !== MECHANISMS.rsaSha256) throw new CryptokiError('C_SignInit', 0x70n);
    return new Uint8Array(sign('sha256', bytes, this.#key));
  }

  restart(): void {
    this.#live.clear();
  }
}
