import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makePki, type PkiCountry, type PkiIndex, type PkiPair } from './index.js';

const NOW = new Date('2026-06-12T12:00:00Z');

describe('makePki', () => {
  let directory = '';
  let index: PkiIndex;
  let tookMs = 0;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ncp-pki-'));
    const started = performance.now();
    index = await makePki({ outDir: directory, now: NOW, alsoAt: [new Date('2026-11-22T00:00:00Z')] });
    tookMs = performance.now() - started;
  });
  afterAll(async () => rm(directory, { recursive: true, force: true }));

  const certificate = async (pair: PkiPair): Promise<X509Certificate> => new X509Certificate(await readFile(pair.certificate));
  const finland = (): PkiCountry => index.countries['FI'] as PkiCountry;
  const pairsOf = (entry: PkiCountry): PkiPair[] => [
    entry.ca, entry.tlsServer, entry.tlsClient, entry.unpinned, entry.seal, entry.sealEc,
    ...Object.values(entry.bad.tlsServer), ...Object.values(entry.bad.tlsClient), ...Object.values(entry.bad.seal),
  ];

  it('makes four countries quickly and describes them in index.json', async () => {
    expect(Object.keys(index.countries)).toEqual(['SE', 'FI', 'DK', 'PT']);
    expect(JSON.parse(await readFile(join(directory, 'index.json'), 'utf8'))).toEqual(index);
    // Two seconds on the slowest machine in use; ten keeps a loaded one from failing for no reason.
    expect(tookMs).toBeLessThan(10_000);
  });

  it('writes keys that only the owner reads and that fit their certificates', async () => {
    for (const entry of Object.values(index.countries)) {
      for (const pair of pairsOf(entry)) {
        expect((await stat(pair.key)).mode & 0o777).toBe(0o600);
        const read = await certificate(pair);
        expect(read.checkPrivateKey(createPrivateKey(await readFile(pair.key)))).toBe(true);
        expect(read.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(pair.fingerprint);
      }
    }
  });

  it('names countries in the subject and issues from the own authority', async () => {
    const entry = finland();
    const ca = await certificate(entry.ca);
    expect(ca.ca).toBe(true);
    for (const pair of [entry.tlsServer, entry.tlsClient, entry.seal, entry.sealEc]) {
      const read = await certificate(pair);
      expect(read.subject.split('\n')[0]).toBe('C=FI');
      expect(read.verify(ca.publicKey)).toBe(true);
      expect(read.checkIssued(ca)).toBe(true);
    }
    expect((await certificate(entry.sealEc)).publicKey.asymmetricKeyType).toBe('ec');
  });

  it('certifies the loopback names of a server', async () => {
    const server = await certificate(finland().tlsServer);
    expect(server.checkHost('localhost')).toBe('localhost');
    expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(server.checkHost('example.org')).toBeUndefined();
  });

  it('keeps purposes apart', async () => {
    const entry = finland();
    expect((await certificate(entry.tlsServer)).keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect((await certificate(entry.tlsClient)).keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect((await certificate(entry.seal)).keyUsage).toBeUndefined();
  });

  it('makes each bad certificate bad in one way', async () => {
    const entry = finland();
    const ca = await certificate(entry.ca);
    for (const bad of [entry.bad.tlsServer, entry.bad.tlsClient, entry.bad.seal]) {
      expect((await certificate(bad.expired)).validToDate < NOW).toBe(true);
      expect((await certificate(bad.notYetValid)).validFromDate > NOW).toBe(true);
      expect((await certificate(bad.otherCountry)).subject.startsWith('C=DK\n')).toBe(true);
      expect((await certificate(bad.otherCountry)).verify(ca.publicKey)).toBe(true);
      expect((await certificate(bad.unknownCa)).verify(ca.publicKey)).toBe(false);
    }
    expect((await certificate(entry.bad.tlsClient.wrongUsage)).keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });

  it('keeps good certificates in force at every clock that was named', async () => {
    for (const clock of [NOW, new Date('2026-11-22T00:00:00Z')]) {
      const read = await certificate(finland().seal);
      expect(read.validFromDate < clock && clock < read.validToDate).toBe(true);
    }
  });

  it('lists pins for every TLS certificate except the one that nobody enrolled', async () => {
    const pins = (await readFile(join(index.trust, 'FI', 'pins.txt'), 'utf8')).trim().split('\n');
    expect(pins).toContain(finland().tlsClient.fingerprint);
    expect(pins).not.toContain(finland().unpinned.fingerprint);
  });
});
