import { createHash, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { NcpError } from '@ncp/domain';
import { FakeToken } from '../../test/fake-cryptoki.js';
import { CryptokiError, MECHANISMS, RV, type Mechanism } from './cryptoki.js';
import { CHALLENGE } from './fitting.js';
import { openTokenKey, type TokenKey } from './token-key.js';

const PLACE: TokenKey = { module: 'fake', token: 'ncp', label: 'seal', pinFile: '' };
const message = Buffer.from('message');
const HASHES: ReadonlyMap<bigint, string> = new Map([[MECHANISMS.rsaSha256, 'sha256'], [MECHANISMS.rsaSha384, 'sha384'], [MECHANISMS.rsaSha512, 'sha512']]);
const DEVICE_ERROR = 0x30n;

/** What becomes of work: its code and reason, or that it was done. */
const outcomeOf = async (work: () => unknown): Promise<unknown> => {
  try {
    await work();
    return 'done';
  } catch (error) {
    return error instanceof NcpError ? [error.code, error.details['reason']] : error;
  }
};

/** A token that signs as such do: the bytes with RSA, with ECDSA a hash that somebody else made. */
class SigningToken extends FakeToken {
  readonly #key: KeyObject;
  readonly mechanisms: Mechanism[] = [];
  restarts = 0;
  /** What the next calls for a signature end with. */
  troubles: unknown[] = [];

  constructor(key: KeyObject) {
    super(key, '1234');
    this.#key = key;
  }

  override sign(_session: bigint, _key: bigint, mechanism: Mechanism, bytes: Uint8Array): Uint8Array {
    const [trouble] = this.troubles.splice(0, 1);
    if (trouble !== undefined) throw trouble;
    this.mechanisms.push(mechanism);
    const hash = HASHES.get(mechanism.id);
    if (hash !== undefined) return new Uint8Array(sign(hash, bytes, this.#key));
    // Node signs no hash that is ready: the message is known here by its hash.
    const known = [CHALLENGE, message].find((one) => createHash('sha256').update(one).digest().equals(bytes));
    return known === undefined ? new Uint8Array() : new Uint8Array(sign('sha256', known, { key: this.#key, dsaEncoding: 'ieee-p1363' }));
  }

  override restart(): void {
    this.restarts += 1;
    super.restart();
  }
}

describe('a key in a token', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let token: SigningToken;
  let nowMs = 0;
  beforeEach(() => {
    token = new SigningToken(rsa.privateKey);
    nowMs = 0;
  });
  const open = (publicKey = rsa.publicKey): ReturnType<typeof openTokenKey> => openTokenKey('seal', PLACE, { pin: '1234', publicKey, load: async () => token, nowMs: () => nowMs });

  it.each([['sha256', MECHANISMS.rsaSha256], ['sha384', MECHANISMS.rsaSha384], ['sha512', MECHANISMS.rsaSha512]])('signs with RSA over %s, in as many octets as the key has', async (hash, id) => {
    const made = (await open())({ hash }, message);
    expect([verify(hash, message, rsa.publicKey, made), token.mechanisms.at(-1)]).toEqual([true, { id, maxBytes: 256 }]);
  });

  it('is not used for what its kind does not do', async () => {
    const signs = await open();
    for (const manner of [{ hash: 'sha1' }, { hash: 'sha256', padding: 6 }, { hash: 'sha256', padding: 6, dsaEncoding: 'ieee-p1363' as const }]) {
      expect(await outcomeOf(() => signs(manner, message))).toEqual(['NCP_DSIG_ALGORITHM', undefined]);
    }
    expect(token.restarts).toBe(0);
  });

  it('is refused when it is not that of the certificate', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(await outcomeOf(() => open(publicKey))).toEqual(['NCP_TRUST_KEY', 'key-does-not-fit']);
  });

  it('KEY-02 is not there when its token is not, or when the module fails twice', async () => {
    for (const [trouble, reason] of [[new CryptokiError('C_Sign', DEVICE_ERROR), 'C_SIGN_0X30'], [new Error('the library is broken'), 'module']] as const) {
      token.troubles = [new CryptokiError('C_Sign', DEVICE_ERROR), trouble];
      expect(await outcomeOf(open)).toEqual(['NCP_KEY_UNAVAILABLE', reason]);
    }
    token.present = false;
    expect(await outcomeOf(open)).toEqual(['NCP_KEY_UNAVAILABLE', 'token-missing']);
  });

  it('KEY-02 makes the module look anew after a failure, and that may be of any kind', async () => {
    for (const trouble of [new CryptokiError('C_Sign', DEVICE_ERROR), new Error('the library is broken')]) {
      token.restarts = 0;
      token.troubles = [trouble];
      expect([await outcomeOf(open), token.restarts]).toEqual(['done', 1]);
    }
  });

  it('KEY-02 makes the module look anew for a token that it does not see', async () => {
    token.present = false;
    token.restart = () => { token.present = true; };
    expect(await outcomeOf(open)).toBe('done');
  });

  it('KEY-02 is left alone for a second after two failures, and not longer', async () => {
    const signs = await open();
    const fails = (): unknown[] => [new CryptokiError('C_Sign', DEVICE_ERROR), new CryptokiError('C_Sign', DEVICE_ERROR)];
    token.troubles = fails();
    expect(await outcomeOf(() => signs({ hash: 'sha256' }, message))).toEqual(['NCP_KEY_UNAVAILABLE', 'C_SIGN_0X30']);
    nowMs = 999;
    expect(await outcomeOf(() => signs({ hash: 'sha256' }, message))).toEqual(['NCP_KEY_UNAVAILABLE', 'away']);
    nowMs = 1_000;
    expect(await outcomeOf(() => signs({ hash: 'sha256' }, message))).toBe('done');
  });

  it.each([
    [RV.pinIncorrect, ['NCP_KEY_PIN', 'wrong']], [RV.pinInvalid, ['NCP_KEY_PIN', 'wrong']], [RV.pinLength, ['NCP_KEY_PIN', 'wrong']], [RV.pinExpired, ['NCP_KEY_PIN', 'wrong']], [RV.pinLocked, ['NCP_KEY_PIN', 'locked']],
    [DEVICE_ERROR, ['NCP_KEY_UNAVAILABLE', 'C_LOGIN_0X30']],
  ])('KEY-04 tells a PIN that is refused from a module that fails: %i', async (rv, outcome) => {
    let logins = 0;
    token.login = () => {
      logins += 1;
      throw new CryptokiError('C_Login', rv);
    };
    expect(await outcomeOf(open)).toEqual(outcome);
    // What is no refusal of the PIN may be tried again.
    expect(logins).toBe(outcome[0] === 'NCP_KEY_PIN' ? 1 : 2);
  });

  describe('of an elliptic curve', () => {
    it.each([['prime256v1', 'P-256', 64], ['secp384r1', 'P-384', 96]])('signs a hash, r and s side by side: %s', async (_name, namedCurve, octets) => {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
      token = new SigningToken(privateKey);
      const signs = await open(publicKey);
      const made = signs({ hash: 'sha256', dsaEncoding: 'ieee-p1363' }, message);
      expect([verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, made), token.mechanisms]).toEqual([true, [{ id: MECHANISMS.ecdsa, maxBytes: octets }, { id: MECHANISMS.ecdsa, maxBytes: octets }]]);
      // Neither in the other form, nor as if it were RSA.
      expect(await outcomeOf(() => signs({ hash: 'sha256' }, message))).toEqual(['NCP_DSIG_ALGORITHM', undefined]);
    });

    it('is not used when nobody here takes the curve', async () => {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' });
      token = new SigningToken(privateKey);
      expect(await outcomeOf(() => open(publicKey))).toEqual(['NCP_DSIG_ALGORITHM', undefined]);
    });
  });
});
