import { createPublicKey, verify } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { certificateAuthority, type Issued } from '@ncp/certs';
import { softHsmModule, startSoftHsm, type SoftHsm } from '@ncp/testkit';
import { element, parseXml, serialiseXml, signDocument, signElement, verifyDocument, verifyElement } from '@ncp/xml';
import { loadSeal, type SealIdentity } from '../index.js';

const MODULE = softHsmModule();
const PERIOD = { from: new Date('2026-01-01T00:00:00Z'), until: new Date('2027-01-01T00:00:00Z') };
const ASKED = { role: 'seal', nowMs: Date.parse('2026-06-12T12:00:00Z') };
const message = Buffer.from('message');

(MODULE === undefined ? describe.skip : describe)(`a key in SoftHSM${MODULE === undefined ? ' (skipped: softhsm2 is not installed)' : ''}`, () => {
  let folder = '';
  let hsm: SoftHsm;
  const issued = new Map<'rsa' | 'ec', Issued>();
  const seals = new Map<'rsa' | 'ec', SealIdentity>();
  const load = async (kind: 'rsa' | 'ec', pin: 'right' | 'wrong' = 'right'): Promise<SealIdentity> => loadSeal({ certificate: join(folder, `${kind}.crt`), key: await keyFile(hsm.uri(kind, pin)) }, ASKED);
  const keyFile = async (uri: string): Promise<string> => {
    await writeFile(join(folder, 'seal.key'), `${uri}\n`, { mode: 0o600 });
    return join(folder, 'seal.key');
  };
  const publicKey = (kind: 'rsa' | 'ec'): ReturnType<typeof createPublicKey> => createPublicKey(issued.get(kind)?.certificatePem ?? '');
  const sealOf = (kind: 'rsa' | 'ec'): SealIdentity => {
    const seal = seals.get(kind);
    if (seal === undefined) throw new Error(kind);
    return seal;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncp-hsm-'));
    hsm = await startSoftHsm(MODULE ?? '');
    const authority = await certificateAuthority({ subject: [['C', 'SE'], ['CN', 'CA']], period: PERIOD });
    for (const kind of ['rsa', 'ec'] as const) {
      const made = await authority.issue({ subject: [['C', 'SE'], ['CN', `seal ${kind}`]], period: PERIOD, usage: 'seal', keyKind: kind });
      issued.set(kind, made);
      await writeFile(join(folder, `${kind}.crt`), made.certificatePem);
      await writeFile(join(folder, `${kind}.key`), String(made.privateKey.export({ type: 'pkcs8', format: 'pem' })));
      hsm.importKey(kind, join(folder, `${kind}.key`));
      // From here on only the token has it.
      await rm(join(folder, `${kind}.key`));
      seals.set(kind, await load(kind));
    }
  });
  afterAll(async () => {
    await hsm.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(['rsa', 'ec'] as const)('signs assertions that verify, %s', (kind) => {
    const { key, certificateDer } = sealOf(kind);
    const signed = signElement(element('urn:x', 'x:X', { ID: '_1' }, 'content'), { key, certificateDer, position: 'last' });
    expect(() => verifyElement(signed, { resolveKey: () => publicKey(kind), position: 'last' })).not.toThrow();
  });

  it('signs evidence that verifies', () => {
    const { key, certificateDer } = sealOf('rsa');
    const signed = signDocument(element('urn:x', 'x:X', {}, 'content'), { profile: 'evidence', key, certificateDer });
    expect(() => verifyDocument(parseXml(serialiseXml(signed)), { resolveKey: () => publicKey('rsa') })).not.toThrow();
  });

  it('KEY-02 refuses while the token is gone, retryable, and goes on alone when it is back', async () => {
    const { key } = sealOf('rsa');
    const sign = (): string => {
      try {
        return verify('sha256', message, publicKey('rsa'), key.sign('seal', { hash: 'sha256' }, message)) ? 'signed' : 'wrong';
      } catch (error) {
        return String(Reflect.get(Object(error), 'code'));
      }
    };
    await hsm.pull();
    const begun = performance.now();
    expect([sign(), performance.now() - begun < 1_000]).toEqual(['NCP_KEY_UNAVAILABLE', true]);
    await hsm.pushBack();
    await sleep(1_100);
    expect(sign()).toBe('signed');
  });

  it('KEY-04 refuses a wrong PIN once, and the right one works afterwards', async () => {
    // A session that is logged in lets everybody of this process in.
    hsm.restart();
    await expect(load('rsa', 'wrong')).rejects.toMatchObject({ code: 'NCP_KEY_PIN', details: { role: 'seal', reason: 'wrong' } });
    const again = await load('rsa');
    expect(verify('sha256', message, publicKey('rsa'), again.key.sign('seal', { hash: 'sha256' }, message))).toBe(true);
  });

  it('says that a module is not there, and that a key is not in the token', async () => {
    const certificate = join(folder, 'rsa.crt');
    await expect(loadSeal({ certificate, key: await keyFile(hsm.uri('nothing')) }, ASKED)).rejects.toMatchObject({ code: 'NCP_TRUST_KEY', details: { reason: 'key-not-in-token' } });
    const missing = hsm.uri('rsa').replace(hsm.module, join(folder, 'none.so'));
    await expect(loadSeal({ certificate, key: await keyFile(missing) }, ASKED)).rejects.toMatchObject({ code: 'NCP_KEY_UNAVAILABLE', details: { reason: 'module-not-loaded' } });
  });
});
