import { beforeEach, describe, expect, it } from '@jest/globals';
import { CryptokiError, RV } from './cryptoki.js';
import { cryptokiOver, type CryptokiFunctions, loadCryptoki } from './cryptoki-library.js';

const DEVICE_ERROR = 0x30;
const ALREADY_INITIALISED = 0x191;

/** What work ends with: its return value, or what it gives. */
const ended = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof CryptokiError ? error.code : error;
  }
};

/** One token as it describes itself: a label padded with blanks, and flags far behind it. */
const describeToken = (info: Buffer, label: string, flags: bigint): void => {
  info.write(label.padEnd(32, ' '));
  info.writeBigUInt64LE(flags, 96);
};

describe('a module of PKCS#11', () => {
  let answers: Partial<Record<keyof CryptokiFunctions, number | bigint>>;
  let called: string[];
  let functions: CryptokiFunctions;
  let kept: { pin?: Buffer; wasPin?: string; template?: readonly { readonly type: bigint; readonly value: Buffer; readonly length: number }[]; mechanism?: Buffer };
  let found = 1n;
  beforeEach(() => {
    [answers, called, kept, found] = [{}, [], {}, 1n];
    const does = (name: keyof CryptokiFunctions, work: (...args: readonly never[]) => void = () => undefined) => (...args: readonly unknown[]): number | bigint => {
      called.push(name);
      work(...args as readonly never[]);
      return answers[name] ?? 0;
    };
    functions = {
      C_Initialize: does('C_Initialize'), C_Finalize: does('C_Finalize'), C_FindObjectsFinal: does('C_FindObjectsFinal', (session: bigint) => { expect(session).toBe(1n); }),
      C_SignInit: does('C_SignInit', (session: bigint, mechanism: Buffer, key: bigint) => {
        expect([session, key]).toEqual([1n, 77n]);
        kept = { ...kept, mechanism };
      }),
      C_GetSlotList: does('C_GetSlotList', (_present: number, slots: Buffer, count: Buffer) => {
        expect(count.readBigUInt64LE()).toBe(64n);
        slots.writeBigUInt64LE(7n);
        slots.writeBigUInt64LE(9n, 8);
        count.writeBigUInt64LE(2n);
      }),
      C_GetTokenInfo: does('C_GetTokenInfo', (slot: bigint, info: Buffer) => { describeToken(info, slot === 7n ? 'first' : 'second', slot === 7n ? 0x2_0000n : 0x4_0000n); }),
      C_OpenSession: does('C_OpenSession', (slot: bigint, flags: bigint, _one: null, _two: null, session: Buffer) => { session.writeBigUInt64LE(slot * 100n + flags); }),
      C_Login: does('C_Login', (session: bigint, user: bigint, pin: Buffer, length: bigint) => {
        expect([session, user, length]).toEqual([1n, 1n, 4n]);
        kept = { ...kept, pin, wasPin: pin.toString() };
      }),
      C_FindObjectsInit: does('C_FindObjectsInit', (_session: bigint, template: NonNullable<typeof kept.template>) => { kept = { ...kept, template }; }),
      C_FindObjects: does('C_FindObjects', (_session: bigint, handle: Buffer, _most: bigint, count: Buffer) => {
        handle.writeBigUInt64LE(77n);
        count.writeBigUInt64LE(found);
      }),
      C_Sign: does('C_Sign', (session: bigint, signed: Buffer, octets: bigint, signature: Buffer, length: Buffer) => {
        expect([session, signed.toString(), octets]).toEqual([1n, 'bytes', 5n]);
        expect([signature.length, length.readBigUInt64LE()]).toEqual([4, 4n]);
        signature.set([1, 2, 3, 4]);
        length.writeBigUInt64LE(3n);
      }),
    };
  });

  it('is initialised once, by whom does not matter', () => {
    cryptokiOver(functions);
    expect(called).toEqual(['C_Initialize']);
    answers = { C_Initialize: ALREADY_INITIALISED };
    expect(ended(() => typeof cryptokiOver(functions))).toBe('object');
    for (const rv of [DEVICE_ERROR, BigInt(DEVICE_ERROR)]) {
      answers = { C_Initialize: rv };
      expect(ended(() => cryptokiOver(functions))).toBe('C_INITIALIZE_0X30');
    }
  });

  it('begins anew, even when it had not begun', () => {
    const module = cryptokiOver(functions);
    answers = { C_Finalize: 0x190 };
    module.restart();
    expect(called).toEqual(['C_Initialize', 'C_Finalize', 'C_Initialize']);
    answers = { C_Initialize: DEVICE_ERROR };
    expect(ended(() => { module.restart(); })).toBe('C_INITIALIZE_0X30');
  });

  it('tells of its tokens, and whether their PIN may still be tried', () => {
    const module = cryptokiOver(functions);
    expect(module.tokens()).toEqual([{ slot: 7n, label: 'first', pinLocked: false, pinFinalTry: true }, { slot: 9n, label: 'second', pinLocked: true, pinFinalTry: false }]);
    for (const name of ['C_GetSlotList', 'C_GetTokenInfo'] as const) {
      answers = { [name]: DEVICE_ERROR };
      expect(ended(() => module.tokens())).toBe(`${name.toUpperCase()}_0X30`);
    }
  });

  it('opens a session that reads, and says when there is none', () => {
    const module = cryptokiOver(functions);
    expect(module.openSession(7n)).toBe(704n);
    answers = { C_OpenSession: DEVICE_ERROR };
    expect(ended(() => module.openSession(7n))).toBe('C_OPENSESSION_0X30');
  });

  it('KEY-04 takes the PIN and leaves no copy of it, however the login ends', () => {
    const module = cryptokiOver(functions);
    for (const [rv, outcome] of [[0n, 'in'], [RV.alreadyLoggedIn, 'in'], [RV.pinIncorrect, 'C_LOGIN_0XA0'], [RV.pinLocked, 'C_LOGIN_0XA4']] as const) {
      answers = { C_Login: rv };
      expect(ended(() => {
        module.login(1n, '4711');
        return 'in';
      })).toBe(outcome);
      expect([kept.wasPin, kept.pin?.every((byte) => byte === 0)]).toEqual(['4711', true]);
    }
  });

  it('finds the private key of that label, or none', () => {
    const module = cryptokiOver(functions);
    expect(module.privateKey(1n, 'seal')).toBe(77n);
    expect(kept.template?.map(({ type, value, length }) => [type, value.toString('hex'), length])).toEqual([[0n, '0300000000000000', 8], [3n, Buffer.from('seal').toString('hex'), 4]]);
    expect(called.at(-1)).toBe('C_FindObjectsFinal');
    found = 0n;
    expect(module.privateKey(1n, 'seal')).toBeUndefined();
    for (const name of ['C_FindObjectsInit', 'C_FindObjects', 'C_FindObjectsFinal'] as const) {
      answers = { [name]: DEVICE_ERROR };
      expect(ended(() => module.privateKey(1n, 'seal'))).toBe(`${name.toUpperCase()}_0X30`);
    }
  });

  it('signs with a mechanism that has no parameter, and gives as much as was made', () => {
    const module = cryptokiOver(functions);
    expect(module.sign(1n, 77n, { id: 0x40n, maxBytes: 4 }, Buffer.from('bytes'))).toEqual(Uint8Array.of(1, 2, 3));
    expect([kept.mechanism?.toString('hex'), called.slice(-2)]).toEqual([`4000000000000000${'0'.repeat(32)}`, ['C_SignInit', 'C_Sign']]);
    for (const name of ['C_SignInit', 'C_Sign'] as const) {
      answers = { [name]: DEVICE_ERROR };
      expect(ended(() => module.sign(1n, 77n, { id: 0x40n, maxBytes: 4 }, Buffer.from('bytes')))).toBe(`${name.toUpperCase()}_0X30`);
    }
  });

  it('KEY-02 that cannot be loaded is tried again, and once for all who ask at the same time', async () => {
    const [first, second] = [loadCryptoki('/nonexistent/module.so'), loadCryptoki('/nonexistent/module.so')];
    expect(second).toBe(first);
    await expect(first).rejects.toMatchObject({ code: 'NCP_KEY_UNAVAILABLE', details: { reason: 'module-not-loaded' } });
    const third = loadCryptoki('/nonexistent/module.so');
    expect(third).not.toBe(first);
    await expect(third).rejects.toMatchObject({ code: 'NCP_KEY_UNAVAILABLE' });
  });
});
