import { NcpError } from '@ncp/domain';
import { type Cryptoki, CryptokiError, RV, type Token } from './cryptoki.js';

/** A C function of the module: integers and addresses in, return value out. */
export type CFunction = (...args: readonly unknown[]) => number | bigint;

const OK = 0n;
const USER = 1n;
const SERIAL_SESSION = 4n;
const ALREADY_INITIALISED = 0x191n;
const CLASS = 0x0n;
const LABEL = 0x3n;
const PRIVATE_KEY_CLASS = 0x3n;
const MAX_SLOTS = 64;
/** CK_TOKEN_INFO: label, manufacturer, model and serial number come before the flags (2.40 section 3.2). */
const TOKEN_INFO_BYTES = 256;
const LABEL_BYTES = 32;
const FLAGS_AT = 96;
const PIN_FINAL_TRY = 0x2_0000n;
const PIN_LOCKED = 0x4_0000n;
const LONG = 8;

const PROTOTYPES = {
  C_Initialize: ['void *'], C_Finalize: ['void *'], C_GetSlotList: ['uint8', 'void *', 'void *'], C_GetTokenInfo: ['ulong', 'void *'],
  C_OpenSession: ['ulong', 'ulong', 'void *', 'void *', 'void *'], C_Login: ['ulong', 'ulong', 'void *', 'ulong'],
  C_FindObjectsInit: ['ulong', 'template', 'ulong'], C_FindObjects: ['ulong', 'void *', 'ulong', 'void *'], C_FindObjectsFinal: ['ulong'],
  C_SignInit: ['ulong', 'void *', 'ulong'], C_Sign: ['ulong', 'void *', 'ulong', 'void *', 'void *'],
} as const;
/** Functions of PKCS#11 by their names in C. */
export type CryptokiFunctions = Readonly<Record<keyof typeof PROTOTYPES, CFunction>>;
type Name = keyof typeof PROTOTYPES;

const ulong = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(LONG);
  bytes.writeBigUInt64LE(value);
  return bytes;
};

async function functionsOf(file: string): Promise<CryptokiFunctions> {
  try {
    const { default: koffi } = await import('koffi');
    const library = koffi.load(file);
    const template = koffi.pointer(koffi.struct({ type: 'ulong', value: 'void *', length: 'ulong' }));
    const bind = (name: Name): CFunction => library.func(name, 'ulong', PROTOTYPES[name].map((type) => (type === 'template' ? template : type))) as CFunction;
    return Object.fromEntries((Object.keys(PROTOTYPES) as Name[]).map((name) => [name, bind(name)])) as CryptokiFunctions;
  } catch (error) {
    throw new NcpError('NCP_KEY_UNAVAILABLE', { reason: 'module-not-loaded' }, error);
  }
}

class Library implements Cryptoki {
  readonly #functions: CryptokiFunctions;

  constructor(functions: CryptokiFunctions) {
    this.#functions = functions;
    this.#initialise();
  }

  /** `fine` is a return value beside success that is as good. */
  #call(name: Name, args: readonly unknown[], fine = OK): void {
    const rv = BigInt(this.#functions[name](...args));
    if (rv !== OK && rv !== fine) throw new CryptokiError(name, rv);
  }

  #initialise(): void {
    this.#call('C_Initialize', [null], ALREADY_INITIALISED);
  }

  restart(): void {
    try {
      this.#call('C_Finalize', [null]);
    } catch {
      // It was not initialised: what is wanted.
    }
    this.#initialise();
  }

  tokens(): readonly Token[] {
    const [slots, count] = [Buffer.alloc(MAX_SLOTS * LONG), ulong(BigInt(MAX_SLOTS))];
    this.#call('C_GetSlotList', [1, slots, count]);
    return Array.from({ length: Number(count.readBigUInt64LE()) }, (_, at) => slots.readBigUInt64LE(at * LONG)).map((slot) => {
      const info = Buffer.alloc(TOKEN_INFO_BYTES);
      this.#call('C_GetTokenInfo', [slot, info]);
      const flags = info.readBigUInt64LE(FLAGS_AT);
      return {
        slot, label: info.subarray(0, LABEL_BYTES).toString('utf8').trimEnd(),
        pinLocked: (flags & PIN_LOCKED) !== 0n, pinFinalTry: (flags & PIN_FINAL_TRY) !== 0n,
      };
    });
  }

  openSession(slot: bigint): bigint {
    const session = Buffer.alloc(LONG);
    this.#call('C_OpenSession', [slot, SERIAL_SESSION, null, null, session]);
    return session.readBigUInt64LE();
  }

  login(session: bigint, pin: string): void {
    const bytes = Buffer.from(pin);
    try {
      this.#call('C_Login', [session, USER, bytes, BigInt(bytes.length)], RV.alreadyLoggedIn);
    } finally {
      bytes.fill(0);
    }
  }

  privateKey(session: bigint, label: string): bigint | undefined {
    const text = Buffer.from(label);
    const template = [{ type: CLASS, value: ulong(PRIVATE_KEY_CLASS), length: LONG }, { type: LABEL, value: text, length: text.length }];
    this.#call('C_FindObjectsInit', [session, template, 2n]);
    const [handle, count] = [Buffer.alloc(LONG), Buffer.alloc(LONG)];
    this.#call('C_FindObjects', [session, handle, 1n, count]);
    this.#call('C_FindObjectsFinal', [session]);
    return count.readBigUInt64LE() === 1n ? handle.readBigUInt64LE() : undefined;
  }

  sign(session: bigint, key: bigint, { id, maxBytes }: { readonly id: bigint; readonly maxBytes: number }, bytes: Uint8Array): Uint8Array {
    // CK_MECHANISM: none of ours has a parameter.
    const mechanism = Buffer.concat([ulong(id), Buffer.alloc(2 * LONG)]);
    const [signature, length] = [Buffer.alloc(maxBytes), ulong(BigInt(maxBytes))];
    this.#call('C_SignInit', [session, mechanism, key]);
    this.#call('C_Sign', [session, Buffer.from(bytes), BigInt(bytes.length), signature, length]);
    return new Uint8Array(signature.subarray(0, Number(length.readBigUInt64LE())));
  }
}

/** The port over the functions of a module that is loaded, and initialised by this. @throws CryptokiError */
export const cryptokiOver = (functions: CryptokiFunctions): Cryptoki => new Library(functions);

const loaded = new Map<string, Promise<Cryptoki>>();

/** A PKCS#11 module from its shared library; one a process. @throws NcpError NCP_KEY_UNAVAILABLE, CryptokiError */
export function loadCryptoki(file: string): Promise<Cryptoki> {
  const known = loaded.get(file) ?? functionsOf(file).then(cryptokiOver);
  loaded.set(file, known);
  known.catch(() => { loaded.delete(file); });
  return known;
}
