/** A token that is present, as it tells of itself. */
export interface Token {
  readonly slot: bigint;
  readonly label: string;
  /** Nobody gets in any more until its officer unlocks it. */
  readonly pinLocked: boolean;
  /** One more wrong PIN locks it. */
  readonly pinFinalTry: boolean;
}

export interface Mechanism {
  readonly id: bigint;
  /** Of the signatures it makes. */
  readonly maxBytes: number;
}

/** A function of the module ended with this return value (PKCS#11 2.40 section 5.1). */
export class CryptokiError extends Error {
  readonly code: string;
  readonly rv: bigint;
  constructor(name: string, rv: bigint) {
    super(name);
    this.rv = rv;
    this.code = `${name.toUpperCase()}_0X${rv.toString(16).toUpperCase()}`;
  }
}

/** As much of PKCS#11 as signing needs: the port behind which a hardware module stands. All calls block; modules limit their own time. */
export interface Cryptoki {
  tokens(): readonly Token[];
  openSession(slot: bigint): bigint;
  /** @throws CryptokiError, with the return value that tells a wrong PIN from a locked one */
  login(session: bigint, pin: string): void;
  /** Handle of the private key with that label. */
  privateKey(session: bigint, label: string): bigint | undefined;
  sign(session: bigint, key: bigint, mechanism: Mechanism, bytes: Uint8Array): Uint8Array;
  /** Forgets every session and looks at the slots anew: after a module lost its tokens. */
  restart(): void;
}

/** Return values that are told apart. */
export const RV = {
  pinIncorrect: 0xa0n, pinInvalid: 0xa1n, pinLength: 0xa2n, pinExpired: 0xa3n, pinLocked: 0xa4n, alreadyLoggedIn: 0x100n,
} as const;

export const MECHANISMS = { rsaSha256: 0x40n, rsaSha384: 0x41n, rsaSha512: 0x42n, ecdsa: 0x1041n } as const;
