import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, request as post, type Server } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Authority, certificateAuthority, type Issued } from '@ncp/certs';
import { readinessFor } from '@ncp/conformance';
import { addMs, instantFromEpoch, type CountryCode, type Instant } from '@ncp/domain';
import { type Certificate, fingerprintOf, readCertificate } from '../certificate.js';
import { loadTrust, OcspWatch, type OcspResponder, type TrustStore } from '../index.js';
import { OcspRefusal, ocspRequest, readOcspAnswer } from './ocsp-message.js';

const { ready, note } = readinessFor('openssl');
const DAY_MS = 86_400_000;
const FI = 'FI' as CountryCode;
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

const freePort = (): Promise<number> => new Promise((resolve) => {
  const probe = createTcpServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address() as AddressInfo;
    probe.close(() => { resolve(port); });
  });
});
const ask = (url: string, body: Uint8Array): Promise<Uint8Array> => new Promise((resolve, reject) => {
  const asked = post(url, { method: 'POST', headers: { 'content-type': 'application/ocsp-request', 'content-length': String(body.length) }, timeout: 3_000 }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => { chunks.push(chunk); });
    answer.on('end', () => { resolve(new Uint8Array(Buffer.concat(chunks))); });
  });
  asked.once('error', reject);
  asked.once('timeout', () => { asked.destroy(new Error('slow')); });
  asked.end(body);
});

(ready ? describe : describe.skip)(`OCSP, answered by openssl's own responder${note}`, () => {
  const nowMs = Date.now();
  const period = { from: new Date(nowMs - DAY_MS), until: new Date(nowMs + 365 * DAY_MS) };
  const now: Instant = instantFromEpoch(nowMs);
  let folder = '';
  let authority: Authority;
  const leaves = new Map<'good' | 'revoked' | 'unknown', Issued>();
  let responder: ChildProcess;
  let url = '';
  let issuer: Certificate;
  let crl = '';

  const certificateOf = ({ certificateDer }: Pick<Issued, 'certificateDer'>): Certificate => {
    const read = readCertificate(certificateDer);
    if (read === undefined) throw new Error('certificate');
    return read;
  };
  const leaf = (kind: 'good' | 'revoked' | 'unknown'): Issued => {
    const found = leaves.get(kind);
    if (found === undefined) throw new Error(kind);
    return found;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncp-ocsp-'));
    const at = (name: string): string => join(folder, name);
    authority = await certificateAuthority({ subject: [['C', 'FI'], ['CN', 'OCSP CA']], period });
    const usage = { keyUsage: 1, extended: [OCSP_SIGNING] };
    const signs = await authority.issue({ subject: [['C', 'FI'], ['CN', 'responder']], period, usage });
    for (const kind of ['good', 'revoked', 'unknown'] as const) leaves.set(kind, await authority.issue({ subject: [['C', 'FI'], ['CN', kind]], period, usage: 'tls-client' }));
    issuer = certificateOf(authority);
    crl = await authority.crl({ thisUpdate: new Date(nowMs - DAY_MS), nextUpdate: new Date(nowMs + DAY_MS) });
    // The form of openssl's own index: state, end, revocation, serial number, file, subject.
    const line = (state: 'V' | 'R', kind: 'good' | 'revoked'): string => {
      const serial = certificateOf(leaf(kind)).serial.toUpperCase();
      return `${state}\t350101000000Z\t${state === 'R' ? '260101000000Z' : ''}\t${serial.length % 2 === 0 ? serial : `0${serial}`}\tunknown\t/CN=${kind}\n`;
    };
    await Promise.all([
      writeFile(at('index.txt'), line('V', 'good') + line('R', 'revoked')), writeFile(at('ca.pem'), authority.certificatePem),
      writeFile(at('signer.pem'), signs.certificatePem), writeFile(at('signer.key'), signs.keyPem, { mode: 0o600 }),
    ]);
    const port = await freePort();
    url = `http://127.0.0.1:${String(port)}/`;
    responder = spawn('openssl', ['ocsp', '-index', at('index.txt'), '-port', String(port), '-rsigner', at('signer.pem'), '-rkey', at('signer.key'), '-CA', at('ca.pem'), '-nmin', '5', '-ignore_err'], { stdio: 'ignore' });
    for (let tries = 0; tries < 100; tries += 1) {
      const up = await ask(url, ocspRequest(certificateOf(leaf('good')), issuer, Buffer.alloc(16))).then(() => true, () => false);
      if (up) return;
      await sleep(50);
    }
    throw new Error('the responder does not start');
  }, 60_000);
  afterAll(async () => {
    responder.kill();
    await rm(folder, { recursive: true, force: true });
  });

  const statement = async (kind: 'good' | 'revoked' | 'unknown', change: { readonly atMs?: number; readonly nonce?: Uint8Array; readonly edit?: (answer: Uint8Array) => Uint8Array; readonly about?: 'good' } = {}): Promise<string> => {
    const nonce = Buffer.alloc(16, 7);
    const answer = await ask(url, ocspRequest(certificateOf(leaf(kind)), issuer, nonce));
    try {
      return readOcspAnswer(change.edit?.(answer) ?? answer, certificateOf(leaf(change.about ?? kind)), issuer, { nonce: change.nonce ?? nonce, nowMs: change.atMs ?? Date.now() }).status;
    } catch (error) {
      return error instanceof OcspRefusal ? error.reason : String(error);
    }
  };

  it('TLS-14 reads good, revoked and unknown', async () => {
    expect([await statement('good'), await statement('revoked'), await statement('unknown')]).toEqual(['good', 'revoked', 'unknown']);
  });

  it('TLS-14 believes no expired or future answer, no other nonce, no other certificate, no changed byte, no rubbish', async () => {
    const last = (answer: Uint8Array): Uint8Array => {
      const changed = Uint8Array.from(answer);
      // Inside the signed part: the time of production.
      const at = Buffer.from(changed).indexOf('Z');
      changed[at - 1] = (changed[at - 1] ?? 0) ^ 1;
      return changed;
    };
    expect([
      await statement('good', { atMs: Date.now() + DAY_MS }), await statement('good', { atMs: Date.now() - DAY_MS }), await statement('good', { nonce: Buffer.alloc(16, 8) }),
      await statement('revoked', { about: 'good' }), await statement('good', { edit: last }), await statement('good', { edit: () => Buffer.from('rubbish') }), await statement('good', { edit: (answer) => answer.subarray(0, 40) }),
      await statement('good', { edit: () => Buffer.from([0x30, 0x03, 0x0a, 0x01, 0x03]) }),
    ]).toEqual(['expired', 'future', 'nonce', 'other-certificate', 'signature', 'form', 'form', 'status']);
  });

  describe('at the door', () => {
    const told: string[] = [];
    const open = (change: Partial<OcspResponder> = {}, asks = ask): Promise<TrustStore> => loadTrust({
      countries: [{
        country: FI, anchors: [authority.certificateDer], crls: [Buffer.from(crl)], pins: [...leaves.values()].map(({ certificateDer }) => fingerprintOf(certificateDer)), ocsp: { url, whenSilent: 'list', ...change },
      }],
    }, new OcspWatch(asks, (_country, reason) => { told.push(reason); }));
    const enters = (trust: TrustStore, kind: 'good' | 'revoked' | 'unknown', at = now): string => {
      try {
        return trust.peer(leaf(kind).certificateDer, at).country;
      } catch (error) {
        return String(Reflect.get(Object(error), 'code'));
      }
    };
    const soon = async (wanted: string, ...look: Parameters<typeof enters>): Promise<string> => {
      for (let tries = 0; tries < 60 && enters(...look) !== wanted; tries += 1) await sleep(25);
      return enters(...look);
    };

    it('TLS-14 what the responder revokes is refused as soon as it said so, though no list has it, and stays refused', async () => {
      const trust = await open();
      expect(enters(trust, 'revoked')).toBe('FI');
      expect(await soon('NCP_TRUST_REVOKED', trust, 'revoked')).toBe('NCP_TRUST_REVOKED');
      expect(enters(trust, 'revoked', addMs(now, 12 * 3_600_000))).toBe('NCP_TRUST_REVOKED');
      expect(enters(trust, 'good')).toBe('FI');
    });

    it('TLS-14 a country that demands its word: nobody without one, who is good once it came, nobody whom it does not know', async () => {
      const trust = await open({ whenSilent: 'refuse' });
      expect(enters(trust, 'good')).toBe('NCP_TRUST_OCSP');
      expect(await soon('FI', trust, 'good')).toBe('FI');
      expect(enters(trust, 'unknown')).toBe('NCP_TRUST_OCSP');
      await sleep(100);
      expect(enters(trust, 'unknown')).toBe('NCP_TRUST_OCSP');
      // Its word has expired, and it says nothing new.
      expect(enters(trust, 'good', addMs(now, 12 * 3_600_000))).toBe('NCP_TRUST_OCSP');
    });

    it('TLS-14 a revocation is remembered however many other certificates are asked about, and whatever is stated later', async () => {
      const [revoked, good] = [certificateOf(leaf('revoked')), certificateOf(leaf('good'))];
      let silent = false;
      const watch = new OcspWatch((to, request) => (silent ? Promise.reject(new Error('silent')) : ask(to, request)), (_country, reason) => { told.push(reason); });
      const place = { country: FI, responder: { url, whenSilent: 'list' as const }, nowMs };
      const judged = (): string => {
        try {
          watch.require(revoked, issuer, place);
          return 'let in';
        } catch (error) {
          return String(Reflect.get(Object(error), 'code'));
        }
      };
      await watch.refresh(revoked, issuer, place);
      expect(judged()).toBe('NCP_TRUST_REVOKED');
      // The same certificate, asked about when the responder had not yet heard of it: that word comes late.
      await watch.refresh({ ...good, fingerprint: revoked.fingerprint }, issuer, place);
      expect(judged()).toBe('NCP_TRUST_REVOKED');
      silent = true;
      for (let n = 0; n < 2_000; n += 1) watch.require({ ...good, fingerprint: String(n) }, issuer, place);
      expect(judged()).toBe('NCP_TRUST_REVOKED');
    });

    it('TLS-14 a responder that is slow or away delays nobody, is told, and is not asked over and over', async () => {
      let asked = 0;
      const slow: Server = createServer(() => { asked += 1; });
      await new Promise<void>((resolve) => { slow.listen(0, '127.0.0.1', resolve); });
      const trust = await open({ url: `http://127.0.0.1:${String((slow.address() as AddressInfo).port)}/` });
      const begun = performance.now();
      for (let n = 0; n < 200; n += 1) expect(enters(trust, 'good')).toBe('FI');
      expect(performance.now() - begun).toBeLessThan(2_000);
      await sleep(100);
      expect(asked).toBe(1);
      slow.closeAllConnections();
      slow.close();
      await sleep(100);
      told.length = 0;
      const away = await open({ url: 'http://127.0.0.1:1/' });
      expect(enters(away, 'good')).toBe('FI');
      await sleep(200);
      expect([told, enters(away, 'good')]).toEqual([['unreachable'], 'FI']);
    });
  });
});
