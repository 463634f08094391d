import { createPrivateKey, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Authority, certificateAuthority, type Issued, makeKeyPair } from '@ncp/certs';
import { instant } from '@ncp/domain';
import { element, signElement } from '@ncp/xml';
import { FakeToken } from '../../test/fake-cryptoki.js';
import { loadSeal, loadTlsEnd, openKeyring } from '../index.js';
import { heldInMemory, heldKey } from './held-key.js';
import { openTokenKey, type TokenKey } from './token-key.js';
import { readTokenUri } from './token-uri.js';

const PERIOD = { from: new Date('2026-01-01T00:00:00Z'), until: new Date('2027-01-01T00:00:00Z') };
const NOW = Date.parse('2026-06-12T12:00:00Z');
const PLACE: TokenKey = { module: 'fake', token: 'ncp', label: 'seal', pinFile: '' };
const RSA = { hash: 'sha256' };
const message = Buffer.from('message');
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
    return 'nothing';
  } catch (error) {
    return error;
  }
};

describe('keys', () => {
  let folder = '';
  let authority: Authority;
  let seal: Issued;
  let server: Issued;
  let publicKey: KeyObject;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncp-keys-'));
    authority = await certificateAuthority({ subject: [['C', 'SE'], ['CN', 'CA']], period: PERIOD });
    [seal, server] = await Promise.all([
      authority.issue({ subject: [['C', 'SE'], ['CN', 'seal']], period: PERIOD, usage: 'seal' }),
      authority.issue({ subject: [['C', 'SE'], ['CN', 'server']], period: PERIOD, usage: 'tls-server', names: ['ncp.example.se'] }),
    ]);
    publicKey = createPublicKey(seal.certificatePem);
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  const file = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text);
    await chmod(path, 0o600);
    return path;
  };
  const pair = async (name: string, issued: Pick<Issued, 'certificatePem' | 'keyPem'>): Promise<{ readonly certificate: string; readonly key: string }> =>
    ({ certificate: await file(`${name}.crt`, issued.certificatePem), key: await file(`${name}.key`, issued.keyPem) });
  const asked = { role: 'seal', nowMs: NOW };

  describe('held by the signer', () => {
    it('KEY-03 refuses to sign outside its purpose, in memory and in a token', () => {
      const tls = heldInMemory('tls-server', createPrivateKey(server.keyPem));
      const refused = { code: 'NCP_KEY_PURPOSE', details: { purpose: 'tls-server', use: 'seal' } };
      expect(codeOf(() => tls.sign('seal', RSA, message))).toMatchObject(refused);
      expect(codeOf(() => signElement(element('urn:x', 'x:X', { ID: '_1' }), { key: tls, certificateDer: server.certificateDer, position: 'last' }))).toMatchObject(refused);
      let signed = 0;
      const token = heldKey('tls-client', publicKey, () => { signed += 1; return new Uint8Array(); });
      expect(codeOf(() => token.sign('seal', RSA, message))).toMatchObject({ code: 'NCP_KEY_PURPOSE' });
      expect(signed).toBe(0);
    });

    it('KEY-03 shows nothing of the private half', async () => {
      const { key } = await loadSeal(await pair('shown', seal), asked);
      expect(Object.keys(key).toSorted()).toEqual(['asymmetricKeyDetails', 'asymmetricKeyType', 'rsaPublic', 'sign', 'type']);
      expect([Object.isFrozen(key), Object.keys(key.rsaPublic ?? {})]).toEqual([true, ['n', 'e']]);
    });

    it('signs XML as the key itself would', async () => {
      const { key } = await loadSeal(await pair('same', seal), asked);
      const form = element('urn:x', 'x:X', { ID: '_1' });
      const with_ = (one: Parameters<typeof signElement>[1]['key']): unknown => signElement(form, { key: one, certificateDer: seal.certificateDer, position: 'last' }).children;
      expect(JSON.stringify(with_(key), without)).toBe(JSON.stringify(with_(createPrivateKey(seal.keyPem)), without));
    });
  });

  describe('in an encrypted key file', () => {
    it('opens with the passphrase of another private file, and with no other', async () => {
      const key = String(createPrivateKey(seal.keyPem).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' }));
      const [certificate, encrypted, right, wrong] = [await file('e.crt', seal.certificatePem), await file('e.key', key), await file('right', 'open sesame\n'), await file('wrong', 'open')];
      const loaded = await loadSeal({ certificate, key: encrypted, passphraseFile: right }, asked);
      expect(verify('sha256', message, publicKey, loaded.key.sign('seal', RSA, message))).toBe(true);
      await expect(loadSeal({ certificate, key: encrypted }, asked)).rejects.toMatchObject({ code: 'NCP_TRUST_KEY', details: { reason: 'passphrase-missing' } });
      await expect(loadSeal({ certificate, key: encrypted, passphraseFile: wrong }, asked)).rejects.toMatchObject({ code: 'NCP_TRUST_KEY', details: { reason: 'passphrase-or-key' } });
      await chmod(right, 0o640);
      await expect(loadSeal({ certificate, key: encrypted, passphraseFile: right }, asked)).rejects.toMatchObject({ details: { reason: 'key-file-open-to-others' } });
    });
  });

  describe('in configuration', () => {
    const issue = (subject: string, usage: Parameters<Authority['issue']>[0]['usage'], period = PERIOD): Promise<Issued> => authority.issue({ subject: [['C', 'SE'], ['CN', subject]], period, usage });

    it.each([
      ['without key usage', async () => issue('none', { keyUsage: 0, extended: [] }), 'key-usage-missing'],
      ['that may not sign', async () => issue('other', { keyUsage: 32, extended: [] }), 'key-usage'],
      ['of a TLS end as the seal', async () => server, 'tls-certificate-as-seal'],
      ['that has expired', async () => issue('old', 'seal', { from: new Date('2025-01-01'), until: new Date('2026-06-12T11:59:00Z') }), 'expired'],
      ['that is not valid yet', async () => issue('new', 'seal', { from: new Date('2026-06-12T12:01:00Z'), until: new Date('2027-01-01') }), 'not-yet-valid'],
    ])('KEY-07 refuses to start with a certificate %s, and says which', async (title, made, reason) => {
      await expect(loadSeal(await pair(title, await made()), asked)).rejects.toMatchObject({ code: 'NCP_TRUST_KEY', details: { role: 'seal', reason } });
    });

    it('KEY-07 refuses a seal at the end of a connection, a client as a server, a token where the engine needs the key', async () => {
      const role = { role: 'ncp-a server', nowMs: NOW };
      await expect(loadTlsEnd('tls-server', await pair('s', seal), role)).rejects.toMatchObject({ details: { role: 'ncp-a server', reason: 'extended-usage' } });
      await expect(loadTlsEnd('tls-client', await pair('c', server), role)).rejects.toMatchObject({ details: { reason: 'extended-usage' } });
      const token = await file('token.key', 'pkcs11:token=a;object=b');
      await expect(loadTlsEnd('tls-server', { ...await pair('t', server), key: token }, role)).rejects.toMatchObject({ details: { reason: 'token-for-tls' } });
    });

    it('KEY-07 refuses one key for two purposes, and names both', async () => {
      const key = await makeKeyPair('ec');
      const [signs, serves] = await Promise.all((['seal', 'tls-server'] as const).map((usage) => authority.issue({ subject: [['C', 'SE'], ['CN', usage]], period: PERIOD, usage, names: ['x'], key })));
      const [one, two] = [await pair('one', signs ?? seal), await pair('two', serves ?? seal)];
      await expect(openKeyring({
        seal: { cert: one.certificate, key: one.key }, server: { role: 'ncp-a server', facing: 'countries', cert: two.certificate, key: two.key }, countries: [], now: () => instant('2026-06-12T12:00:00Z'),
      })).rejects.toMatchObject({ code: 'NCP_TRUST_KEY', details: { role: 'ncp-a server', other: 'seal', reason: 'key-in-two-purposes' } });
    });
  });

  describe('in a token', () => {
    let token: FakeToken;
    let nowMs = 0;
    beforeEach(() => {
      token = new FakeToken(seal.privateKey, '1234');
      nowMs = 0;
    });
    const open = (pin = '1234', place = PLACE): ReturnType<typeof openTokenKey> =>
      openTokenKey('seal', place, { pin, publicKey, load: async () => token, nowMs: () => nowMs });

    it('signs what the certificate verifies', async () => {
      const sign = await open();
      expect(verify('sha256', message, publicKey, sign(RSA, message))).toBe(true);
      await expect(open('1234', { ...PLACE, label: 'other' })).rejects.toMatchObject({ code: 'NCP_TRUST_KEY', details: { reason: 'key-not-in-token' } });
      expect(codeOf(() => sign({ hash: 'sha256', padding: 6 }, message))).toMatchObject({ code: 'NCP_DSIG_ALGORITHM' });
    });

    it('KEY-02 is refused while the token is away, at once and retryable, and goes on alone when it is back', async () => {
      const sign = await open();
      token.present = false;
      expect(codeOf(() => sign(RSA, message))).toMatchObject({ code: 'NCP_KEY_UNAVAILABLE', details: { role: 'seal' } });
      const { looks } = token;
      for (let again = 0; again < 100; again += 1) expect(codeOf(() => sign(RSA, message))).toMatchObject({ code: 'NCP_KEY_UNAVAILABLE', details: { reason: 'away' } });
      expect(token.looks).toBe(looks);
      token.present = true;
      nowMs += 1_001;
      expect(verify('sha256', message, publicKey, sign(RSA, message))).toBe(true);
    });

    it('KEY-02 takes a new session at once when the token forgot the old one', async () => {
      const sign = await open();
      token.restart();
      expect(verify('sha256', message, publicKey, sign(RSA, message))).toBe(true);
      expect(token.logins).toBe(2);
    });

    it('KEY-04 tries a wrong PIN once, and starts never lock the token however often they are repeated', async () => {
      for (const [reason, logins] of [['wrong', 1], ['wrong', 2], ['final-try', 2], ['final-try', 2], ['final-try', 2]] as const) {
        await expect(open('0000')).rejects.toMatchObject({ code: 'NCP_KEY_PIN', details: { role: 'seal', reason } });
        expect(token.logins).toBe(logins);
      }
    });

    it('KEY-04 a PIN that stops working while we serve is not tried twice', async () => {
      const sign = await open();
      const [other] = [new FakeToken(seal.privateKey, 'changed')];
      token.login = (session, pin) => { token.logins += 1; other.login(session, pin); };
      token.restart();
      for (let again = 0; again < 5; again += 1) {
        nowMs += 2_000;
        expect(codeOf(() => sign(RSA, message))).toMatchObject({ code: 'NCP_KEY_PIN', details: { reason: 'wrong' } });
      }
      expect(token.logins).toBe(2);
    });

    it('KEY-04 is refused by a locked token without a try', async () => {
      token.tokens = () => [{ slot: 1n, label: 'ncp', pinLocked: true, pinFinalTry: false }];
      await expect(open()).rejects.toMatchObject({ code: 'NCP_KEY_PIN', details: { reason: 'locked' } });
      expect(token.logins).toBe(0);
    });
  });

  it('reads the URI of a key in a token, and refuses a PIN in it', () => {
    expect(readTokenUri('seal', 'pkcs11:token=NCP%20SE;object=seal;type=private?module-path=/usr/lib/hsm.so&pin-source=file:/run/pin')).toEqual(
      { module: '/usr/lib/hsm.so', token: 'NCP SE', label: 'seal', pinFile: '/run/pin' });
    for (const [uri, reason] of [
      ['pkcs11:token=a;object=b?module-path=/m&pin-source=/p&pin-value=1234', 'pin-in-configuration'], ['pkcs11:token=a?module-path=/m&pin-source=/p', 'token-uri'],
      ['pkcs11:token=a;object=b;slot=1?module-path=/m&pin-source=/p', 'token-uri'], ['pkcs11:token=%;object=b?module-path=/m&pin-source=/p', 'token-uri'],
    ] as const) expect(codeOf(() => readTokenUri('seal', uri))).toMatchObject({ code: 'NCP_TRUST_KEY', details: { role: 'seal', reason } });
  });
});

const without = (name: string, value: unknown): unknown => (name === 'parent' ? undefined : value);
