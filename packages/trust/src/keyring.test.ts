import { createPrivateKey, verify, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Authority, certificateAuthority, type Issued, type KeyPair, makeKeyPair } from '@ncp/certs';
import { codeOf, CRL_TIMES, NOW, PERIOD } from '../test/odd-authority.js';
import { fingerprintOf } from './certificate.js';
import { type Keyring, type KeyringOptions, openKeyring } from './keyring.js';

const PASSPHRASE = 'open sesame';
type Usage = 'seal' | 'tls-server' | 'tls-client';

describe('the keyring', () => {
  let folder = '';
  let authority: Authority;
  let middle: Authority;
  let crls: readonly string[];
  beforeAll(async () => {
    authority = await certificateAuthority({ subject: [['C', 'SE'], ['CN', 'CA']], period: PERIOD, keyKind: 'ec' });
    middle = await authority.subordinate({ subject: [['C', 'SE'], ['CN', 'Middle']], period: PERIOD, keyKind: 'ec' });
    crls = [await authority.crl(CRL_TIMES), await middle.crl(CRL_TIMES)];
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncp-keyring-'));
    await write('anchor', authority.certificatePem);
    await write('middle', middle.certificatePem);
    await write('crls', crls.join(''));
    await write('passphrase', `${PASSPHRASE}\n`);
  });
  afterEach(async () => { await rm(folder, { recursive: true, force: true }); });

  const at = (name: string): string => join(folder, name);
  const write = (name: string, text: string): Promise<void> => writeFile(at(name), text, { mode: 0o600 });
  const issue = (usage: Usage, key?: KeyPair): Promise<Issued> =>
    middle.issue({ subject: [['C', 'SE'], ['CN', usage]], period: PERIOD, usage, ...(key === undefined ? { keyKind: 'ec' } : { key }) });
  /** Puts a pair where the configuration says. */
  const place = async (name: string, { certificatePem, keyPem }: Pick<Issued, 'certificatePem' | 'keyPem'>, chain = middle.certificatePem): Promise<void> => {
    await write(`${name}.crt`, certificatePem + chain);
    await write(`${name}.key`, keyPem);
  };
  const pair = (name: string): { readonly cert: string; readonly key: string; readonly role: string; readonly facing: 'countries' } => ({ cert: at(`${name}.crt`), key: at(`${name}.key`), role: `our ${name}`, facing: 'countries' });
  const options = (): KeyringOptions => ({
    seal: pair('seal'), server: pair('server'), client: pair('client'), now: () => NOW,
    countries: [{ code: 'SE', anchors: [at('anchor')], intermediates: [at('middle')], crls: [at('crls')], tlsPins: [at('server.crt')] }],
  });
  const open = async (change: Partial<KeyringOptions> = {}): Promise<{ readonly keys: Keyring; readonly issued: Readonly<Record<'seal' | 'server' | 'client', Issued>> }> => {
    const issued = { seal: await issue('seal'), server: await issue('tls-server'), client: await issue('tls-client') };
    for (const name of ['seal', 'server', 'client'] as const) await place(name, issued[name]);
    return { keys: await openKeyring({ ...options(), ...change }), issued };
  };
  const renew = async (keys: Keyring, what: string): Promise<unknown> => {
    try {
      await keys.renewables.find((one) => one.what === what)?.renew();
      return 'renewed';
    } catch (error) {
      return [Reflect.get(Object(error), 'code'), Reflect.get(Object(Reflect.get(Object(error), 'details')), 'reason')];
    }
  };

  it('shows each certificate with its key, and what each is read from', async () => {
    const { keys, issued } = await open();
    for (const name of ['seal', 'server', 'client'] as const) {
      const { certificateDer, certificatePem } = issued[name];
      expect(keys[name]).toMatchObject({ certificateDer, certificatePem: certificatePem + middle.certificatePem, country: 'SE', commonName: new X509Certificate(certificateDer).subject.split('CN=')[1], fingerprint: fingerprintOf(certificateDer), notAfterMs: PERIOD.until.getTime() });
    }
    expect([keys.server?.keyPem, keys.client?.keyPem]).toEqual([issued.server.keyPem, issued.client.keyPem]);
    expect(keys.renewables.map(({ what, files }) => [what, files])).toEqual([
      ['seal', [at('seal.crt'), at('seal.key')]], ['tls-server', [at('server.crt'), at('server.key')]], ['tls-client', [at('client.crt'), at('client.key')]],
      ['trust', [at('anchor'), at('middle'), at('crls'), at('server.crt')]],
    ]);
    expect(new Set(keys.renewables.map(({ before }) => before)).size).toBe(4);
    expect(codeOf(() => { keys.prove(); })).toBe('accepted');
    expect(keys.trust.peer(issued.server.certificateDer, NOW, 'server').commonName).toBe('tls-server');
  });

  it('holds a seal alone where nothing is served or called', async () => {
    await place('seal', await issue('seal'));
    const { server: _server, client: _client, ...alone } = options();
    const keys = await openKeyring({ ...alone, countries: [] });
    expect([keys.server, keys.client, keys.renewables.map(({ what }) => what)]).toEqual([undefined, undefined, ['seal', 'trust']]);
  });

  it('holds one end where there is one', async () => {
    for (const name of ['server', 'client'] as const) {
      const { keys } = await open({ [name === 'server' ? 'client' : 'server']: undefined });
      expect([keys.renewables.map(({ what }) => what), keys[name]?.country]).toEqual([['seal', `tls-${name}`, 'trust'], 'SE']);
    }
  });

  it('opens an encrypted key with its passphrase, and watches that file too', async () => {
    const seal = await issue('seal');
    await place('locked', { ...seal, keyPem: String(createPrivateKey(seal.keyPem).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE })) });
    const { keys } = await open({ seal: { ...pair('locked'), passphraseFile: at('passphrase') } });
    expect([keys.seal.fingerprint, keys.renewables[0]?.files]).toEqual([fingerprintOf(seal.certificateDer), [at('locked.crt'), at('locked.key'), at('passphrase')]]);
  });

  it('KEY-01 shows what is in force after a rotation, under the same reference', async () => {
    const { keys } = await open();
    const { seal, server, client } = keys;
    const next = { seal: await issue('seal'), server: await issue('tls-server'), client: await issue('tls-client') };
    for (const name of ['seal', 'server', 'client'] as const) await place(name, next[name]);
    expect([await renew(keys, 'seal'), await renew(keys, 'tls-server'), await renew(keys, 'tls-client')]).toEqual(['renewed', 'renewed', 'renewed']);
    expect([seal, server, client].map((one) => one?.fingerprint)).toEqual([next.seal, next.server, next.client].map(({ certificateDer }) => fingerprintOf(certificateDer)));
    const message = Buffer.from('message');
    expect(verify('sha256', message, new X509Certificate(next.seal.certificateDer).publicKey, seal.key.sign('seal', { hash: 'sha256' }, message))).toBe(true);
    expect(codeOf(() => { keys.prove(); })).toBe('accepted');
  });

  it('TLS-43 is refused when an end that countries see does not send what stands between it and the anchor, by its role', async () => {
    const incomplete = async (name: 'server' | 'client', chain: string): Promise<unknown> => {
      const [server, client] = [await issue('tls-server'), await issue('tls-client')];
      await Promise.all([place('seal', await issue('seal')), place('server', server, name === 'server' ? chain : undefined), place('client', client, name === 'client' ? chain : undefined)]);
      return openKeyring(options()).then(() => 'opened', (error: unknown) => error);
    };
    for (const name of ['server', 'client'] as const) {
      expect(await incomplete(name, '')).toMatchObject({ code: 'NCP_TRUST_KEY', details: { role: `our ${name}`, reason: 'chain-incomplete' } });
      for (const chain of [middle.certificatePem, middle.certificatePem + authority.certificatePem]) expect(await incomplete(name, chain)).toBe('opened');
    }
  });

  it('TLS-43 asks that of no end for pharmacies, whose authority we do not know, and not where our own anchors are unknown', async () => {
    await Promise.all([place('seal', await issue('seal')), place('server', await issue('tls-server'), ''), place('client', await issue('tls-client'))]);
    expect((await openKeyring({ ...options(), server: { ...pair('server'), facing: 'pharmacies' } })).server?.country).toBe('SE');
    expect((await openKeyring({ ...options(), countries: [] })).server?.country).toBe('SE');
  });

  it('TLS-43 takes no such end over either', async () => {
    const { keys } = await open();
    await place('server', await issue('tls-server'), '');
    expect(await renew(keys, 'tls-server')).toEqual(['NCP_TRUST_KEY', 'chain-incomplete']);
  });

  it('KEY-07 takes no key over that has another purpose already, and keeps what it had', async () => {
    const { keys, issued } = await open();
    const before = [keys.seal.fingerprint, keys.server?.fingerprint];
    const shared = await makeKeyPair('ec');
    await place('client', await issue('tls-client', shared));
    expect(await renew(keys, 'tls-client')).toBe('renewed');
    await place('seal', await issue('seal', shared));
    await place('server', await issue('tls-server', shared));
    expect([await renew(keys, 'seal'), await renew(keys, 'tls-server')]).toEqual([['NCP_TRUST_KEY', 'key-in-two-purposes'], ['NCP_TRUST_KEY', 'key-in-two-purposes']]);
    expect([keys.seal.fingerprint, keys.server?.fingerprint]).toEqual(before);
    // Its own next key is no second purpose.
    await place('client', issued.client);
    await place('seal', issued.seal);
    expect([await renew(keys, 'tls-client'), await renew(keys, 'seal')]).toEqual(['renewed', 'renewed']);
  });

  it('KEY-02 does not prove a seal whose certificate is of another key', async () => {
    const [{ keys }, other] = [await open(), await issue('seal')];
    Object.defineProperty(keys.seal, 'certificateDer', { value: other.certificateDer });
    expect(codeOf(() => { keys.prove(); })).toBe('NCP_TRUST_KEY');
  });

  it('TLS-42 refuses a seal that was revoked while we serve, when its lists are renewed', async () => {
    const { keys, issued } = await open();
    expect(codeOf(() => keys.trust.signer(issued.seal.certificateDer, NOW))).toBe('accepted');
    await write('crls', await authority.crl(CRL_TIMES) + await middle.crl({ ...CRL_TIMES, revoked: [issued.seal] }));
    expect(await renew(keys, 'trust')).toBe('renewed');
    expect(codeOf(() => keys.trust.signer(issued.seal.certificateDer, NOW))).toBe('NCP_TRUST_REVOKED');
  });
});
