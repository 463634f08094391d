import { execFileSync } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { certificateAuthority, type Issued } from '@ncp/certs';
import { element, parseXml, serialiseXml, signDocument, signElement, verifyDocument, verifyElement } from '@ncp/xml';
import koffi from 'koffi';
import { loadSeal, type SealIdentity } from '../index.js';
import { loadCryptoki } from './cryptoki-library.js';

/** Where Debian puts the module. */
const MODULE = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so'].find((file) => existsSync(file));
const PERIOD = { from: new Date('2026-01-01T00:00:00Z'), until: new Date('2027-01-01T00:00:00Z') };
const ASKED = { role: 'seal', nowMs: Date.parse('2026-06-12T12:00:00Z') };
/** A test's own `process.env` is a copy that libraries of the process do not see. */
const setEnvironment = koffi.load('libc.so.6').func('setenv', 'int', ['str', 'str', 'int']);
const message = Buffer.from('message');

(MODULE === undefined ? describe.skip : describe)(`a key in SoftHSM${MODULE === undefined ? ' (skipped: softhsm2 is not installed)' : ''}`, () => {
  let folder = '';
  let environment: Record<string, string> = {};
  const issued = new Map<'rsa' | 'ec', Issued>();
  const seals = new Map<'rsa' | 'ec', SealIdentity>();
  const uri = (object: string, pin = 'pin'): string => `pkcs11:token=ncp;object=${object}?module-path=${MODULE ?? ''}&pin-source=file:${join(folder, pin)}`;
  const load = async (kind: 'rsa' | 'ec', pin?: string): Promise<SealIdentity> => loadSeal({ certificate: join(folder, `${kind}.crt`), key: uri(kind, pin) }, ASKED);
  const sealOf = (kind: 'rsa' | 'ec'): SealIdentity => {
    const seal = seals.get(kind);
    if (seal === undefined) throw new Error(kind);
    return seal;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncp-softhsm-'));
    await mkdir(join(folder, 'tokens'));
    await writeFile(join(folder, 'softhsm2.conf'), `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`);
    environment = { PATH: process.env['PATH'] ?? '', SOFTHSM2_CONF: join(folder, 'softhsm2.conf') };
    setEnvironment('SOFTHSM2_CONF', environment['SOFTHSM2_CONF'] ?? '', 1);
    for (const [name, pin] of [['pin', '4711'], ['wrong', '0000']] as const) {
      await writeFile(join(folder, name), `${pin}\n`);
      await chmod(join(folder, name), 0o600);
    }
    execFileSync('softhsm2-util', ['--init-token', '--free', '--label', 'ncp', '--so-pin', '12345678', '--pin', '4711'], { env: environment });
    const authority = await certificateAuthority({ subject: [['C', 'SE'], ['CN', 'CA']], period: PERIOD });
    for (const [kind, id] of [['rsa', '01'], ['ec', '02']] as const) {
      const made = await authority.issue({ subject: [['C', 'SE'], ['CN', `seal ${kind}`]], period: PERIOD, usage: 'seal', keyKind: kind });
      issued.set(kind, made);
      await writeFile(join(folder, `${kind}.crt`), made.certificatePem);
      await writeFile(join(folder, `${kind}.key`), String(made.privateKey.export({ type: 'pkcs8', format: 'pem' })));
      execFileSync('softhsm2-util', ['--import', join(folder, `${kind}.key`), '--token', 'ncp', '--label', kind, '--id', id, '--pin', '4711'], { env: environment });
      // From here on only the token has it.
      await rm(join(folder, `${kind}.key`));
      seals.set(kind, await load(kind));
    }
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it.each(['rsa', 'ec'] as const)('signs assertions that verify, %s', (kind) => {
    const { key, certificateDer } = sealOf(kind);
    const signed = signElement(element('urn:x', 'x:X', { ID: '_1' }, 'content'), { key, certificateDer, position: 'last' });
    const resolveKey = (): ReturnType<typeof createPublicKey> => createPublicKey(issued.get(kind)?.certificatePem ?? '');
    expect(() => verifyElement(signed, { resolveKey, position: 'last' })).not.toThrow();
  });

  it('signs evidence that verifies', () => {
    const { key, certificateDer } = sealOf('rsa');
    const signed = signDocument(element('urn:x', 'x:X', {}, 'content'), { profile: 'evidence', key, certificateDer });
    expect(() => verifyDocument(parseXml(serialiseXml(signed)), { resolveKey: () => createPublicKey(issued.get('rsa')?.certificatePem ?? '') })).not.toThrow();
  });

  it('KEY-02 refuses while the token is gone, retryable, and goes on alone when it is back', async () => {
    const { key } = sealOf('rsa');
    await rename(join(folder, 'tokens'), join(folder, 'away'));
    await mkdir(join(folder, 'tokens'));
    // A module that restarts finds its token gone.
    (await loadCryptoki(MODULE ?? '')).restart();
    const sign = (): string => {
      try {
        return verify('sha256', message, createPublicKey(issued.get('rsa')?.certificatePem ?? ''), key.sign('seal', { hash: 'sha256' }, message)) ? 'signed' : 'wrong';
      } catch (error) {
        return String(Reflect.get(Object(error), 'code'));
      }
    };
    const begun = performance.now();
    const refused = sign();
    expect([refused, performance.now() - begun < 1_000]).toEqual(['NCP_KEY_UNAVAILABLE', true]);
    await rm(join(folder, 'tokens'), { recursive: true });
    await rename(join(folder, 'away'), join(folder, 'tokens'));
    await sleep(1_100);
    expect(sign()).toBe('signed');
  });

  it('KEY-04 refuses a wrong PIN once, and the right one works afterwards', async () => {
    // A session that is logged in lets everybody of this process in.
    (await loadCryptoki(MODULE ?? '')).restart();
    await expect(load('rsa', 'wrong')).rejects.toMatchObject({ code: 'NCP_KEY_PIN', details: { role: 'seal', reason: 'wrong' } });
    const again = await load('rsa');
    expect(verify('sha256', message, createPublicKey(issued.get('rsa')?.certificatePem ?? ''), again.key.sign('seal', { hash: 'sha256' }, message))).toBe(true);
  });

  it('says that a module is not there, and that a key is not in the token', async () => {
    await expect(loadSeal({ certificate: join(folder, 'rsa.crt'), key: uri('nothing') }, ASKED)).rejects.toMatchObject({ code: 'NCP_TRUST_KEY', details: { reason: 'key-not-in-token' } });
    const missing = `pkcs11:token=ncp;object=rsa?module-path=${join(folder, 'none.so')}&pin-source=${join(folder, 'pin')}`;
    await expect(loadSeal({ certificate: join(folder, 'rsa.crt'), key: missing }, ASKED)).rejects.toMatchObject({ code: 'NCP_KEY_UNAVAILABLE', details: { reason: 'module-not-loaded' } });
  });

  it('tells how long a signature takes', () => {
    const { key } = sealOf('rsa');
    const begun = performance.now();
    for (let n = 0; n < 50; n += 1) key.sign('seal', { hash: 'sha256' }, message);
    expect((performance.now() - begun) / 50).toBeLessThan(50);
  });
});
