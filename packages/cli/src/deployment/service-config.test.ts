import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fault, PkiCountry, PkiIndex, PkiPair } from '@ncp/certs';
import { loadConfig, type Config } from '@ncp/runtime';
import { layoutIn } from '../layout.js';
import { PREFERRED_PORTS } from './ports.js';
import { makeManifest, readManifest } from './manifest.js';
import { serviceConfig, type ConfigFacts } from './service-config.js';

const pair = (name: string): PkiPair => ({ certificate: `/pki/${name}.crt.pem`, key: `/pki/${name}.key.pem`, fingerprint: '', subject: '' });
const faults = (name: string): Readonly<Record<Fault, PkiPair>> => ({
  expired: pair(`${name}-expired`), notYetValid: pair(`${name}-notYetValid`), wrongUsage: pair(`${name}-wrongUsage`), otherCountry: pair(`${name}-otherCountry`),
  unknownCa: pair(`${name}-unknownCa`), revoked: pair(`${name}-revoked`),
});
const country = (code: string): PkiCountry => ({
  country: code, ca: pair(`${code}/ca`), crl: `/pki/${code}/ca.crl.pem`, tlsServer: pair(`${code}/tls-server`), tlsClient: pair(`${code}/tls-client`),
  unpinned: pair(`${code}/unpinned`), seal: pair(`${code}/seal`), sealEc: pair(`${code}/seal-ec`), bad: { tlsServer: faults(`${code}/s`), tlsClient: faults(`${code}/c`), seal: faults(`${code}/e`) },
});
const pki: PkiIndex = {
  directory: '/pki', trust: '/pki/trust', madeAt: '2026-06-12T12:00:00.000Z',
  countries: { SE: country('SE'), FI: country('FI'), DK: country('DK'), PT: country('PT') },
};
const ports = PREFERRED_PORTS;
const facts: ConfigFacts = { layout: layoutIn('/state'), pki, ports, databaseUrl: 'postgres://ncp_a:x@127.0.0.1:5/ncp', queueUrl: 'postgres://q:x@127.0.0.1:5/queue', treatment: true, profile: 'demo' };

const read = (text: string): Config => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-config-'));
  try {
    writeFileSync(join(folder, 'ncp.yaml'), text);
    return loadConfig(join(folder, 'ncp.yaml'), {});
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

describe('serviceConfig', () => {
  it('is a configuration that the services accept', () => {
    const config = read(serviceConfig(facts));
    expect(config).toMatchObject({
      mode: 'demo', seal: { cert: '/pki/SE/seal.crt.pem' }, ncpA: { port: 8443, healthPort: 9101, maxRequestsPerSecond: 50 }, dispatcher: { healthPort: 9103 },
      database: { url: facts.databaseUrl }, queue: { url: facts.queueUrl }, national: { baseUrl: 'http://127.0.0.1:9080/fhir', clientId: 'ncpeh-gateway' },
    });
    expect(config.countries.map(({ code, homeCommunityId, zone }) => [code, homeCommunityId, zone])).toEqual([
      ['SE', '1.2.752.221.3.1.1', 'Europe/Stockholm'], ['FI', '1.2.246.556.12001.4.1000.990.1', 'Europe/Helsinki'],
      ['DK', '1.2.208', 'Europe/Copenhagen'], ['PT', '2.16.17.710.820.1000.990.1', 'Europe/Lisbon'],
    ]);
  });

  it('pins the bad certificates too, so that it is not the pin that refuses them, and never the one nobody enrolled', () => {
    const pins = read(serviceConfig(facts)).countries.find(({ code }) => code === 'FI')?.tlsPins;
    expect(pins).toEqual(expect.arrayContaining(['/pki/FI/tls-client.crt.pem', '/pki/FI/c-expired.crt.pem', '/pki/FI/c-revoked.crt.pem', '/pki/FI/c-unknownCa.crt.pem']));
    expect(pins).not.toContain('/pki/FI/unpinned.crt.pem');
  });

  it('lets both names of this machine be addressed', () => {
    expect(read(serviceConfig(facts)).ncpA.urls).toEqual(expect.arrayContaining(['https://127.0.0.1:8443/ncp/xca', 'https://localhost:8443/ncp/xdr']));
  });

  it('carries clock and rate', () => {
    expect(read(serviceConfig({ ...facts, clock: '2026-06-12T12:00:00.000Z', maxRequestsPerSecond: 1000 }))).toMatchObject({ clock: '2026-06-12T12:00:00.000Z', ncpA: { maxRequestsPerSecond: 1000 } });
  });
});

describe('makeManifest', () => {
  const manifest = makeManifest({ ports, pki, timeLine: { startedAt: '2026-11-22T00:00:00.000Z', clock: '2026-06-12T12:00:00.000Z' }, profile: 'demo', persons: [], summaryPersons: [], foreignPatients: [], operates: true });

  it('has what an outside client needs (decisions D82)', () => {
    expect(manifest).toMatchObject({
      clock: '2026-06-12T12:00:00.000Z', startedAt: '2026-11-22T00:00:00.000Z',
      services: {
        ncpA: { url: 'https://127.0.0.1:8443', homeCommunityId: '1.2.752.221.3.1.1', paths: { xcpd: '/ncp/xcpd', xcaQuery: '/ncp/xca', xcaRetrieve: '/ncp/xca', xdr: '/ncp/xdr' } },
        nll: { url: 'http://127.0.0.1:9080/fhir', control: 'http://127.0.0.1:9080/_control', care: 'http://127.0.0.1:9080/care' },
      },
      trust: { ca: '/pki/SE/ca.crt.pem' },
    });
    expect(Object.keys(manifest.countries)).toEqual(['FI', 'DK', 'PT']);
    expect(manifest.countries['DK']).toEqual({
      homeCommunityId: '1.2.208', tlsClient: { cert: '/pki/DK/tls-client.crt.pem', key: '/pki/DK/tls-client.key.pem' }, seal: { cert: '/pki/DK/seal.crt.pem', key: '/pki/DK/seal.key.pem' },
      expired: { cert: '/pki/DK/c-expired.crt.pem', key: '/pki/DK/c-expired.key.pem' }, revoked: { cert: '/pki/DK/c-revoked.crt.pem', key: '/pki/DK/c-revoked.key.pem' },
      unknownCa: { cert: '/pki/DK/c-unknownCa.crt.pem', key: '/pki/DK/c-unknownCa.key.pem' },
      ncpA: { url: 'https://127.0.0.1:9442', control: 'http://127.0.0.1:9440/DK' },
    });
  });

  it('is found again with its ports; half of one is none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ncp-manifest-'));
    try {
      const file = join(folder, 'run.json');
      expect(readManifest(file)).toBeUndefined();
      writeFileSync(file, JSON.stringify(manifest));
      const found = readManifest(file);
      expect(found === undefined ? undefined : found.ports).toEqual(ports);
      writeFileSync(file, JSON.stringify(manifest).slice(0, 100));
      expect(readManifest(file)).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
