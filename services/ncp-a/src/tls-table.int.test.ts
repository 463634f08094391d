import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readinessFor, tlsMarkdown, tlsTable, type TlsRow } from '@ncp/conformance';
import { startGatewayWorld, type GatewayWorld } from '@ncp/testkit';

const { ready, note } = readinessFor('openssl');

/** Everything that is offered; whatever else openssl can ask for must be refused (wire-contract 1.6). */
const OFFERED: Readonly<Record<TlsRow['group'], readonly string[]>> = {
  'protocol': ['TLS 1.2', 'TLS 1.3'],
  'suite of TLS 1.2': ['ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-CHACHA20-POLY1305', 'ECDHE-RSA-AES128-GCM-SHA256'],
  'suite of TLS 1.3': ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256', 'TLS_CHACHA20_POLY1305_SHA256'],
  'group': ['X25519', 'P-256', 'P-384'],
  'feature': [],
};

(ready ? describe : describe.skip)(`TLS-01 the table of what NCP-A offers${note}`, () => {
  let world: GatewayWorld;
  let rows: readonly TlsRow[] = [];
  beforeAll(async () => {
    world = await startGatewayWorld({ gateway: 'inline' });
    const { SE, FI } = world.pki.countries;
    if (SE === undefined || FI === undefined) throw new Error('pki');
    rows = await tlsTable({ host: '127.0.0.1', port: world.config.ncpA.port, authority: SE.ca.certificate, certificate: FI.tlsClient.certificate, key: FI.tlsClient.key });
  }, 120_000);
  afterAll(async () => { await world.stop(); });

  it.each(Object.entries(OFFERED))('TLS-01, TLS-13 %s: nothing but %j', (group, offered) => {
    const asked = rows.filter((row) => row.group === group);
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((row) => row.offered).map(({ what }) => what).toSorted()).toEqual(offered.toSorted());
  });

  it('TLS-01 weak suites were asked for one by one, and renegotiation, compression and resumption too', () => {
    const refused = rows.filter((row) => !row.offered).map(({ what }) => what);
    for (const what of ['AES256-SHA', 'AES128-GCM-SHA256', 'ECDHE-RSA-AES256-SHA384', 'DHE-RSA-AES256-GCM-SHA384', 'ADH-AES256-SHA', 'NULL-SHA256', 'renegotiation by the client', 'compression', 'resumption with TLS 1.2', 'resumption with TLS 1.3']) expect(refused).toContain(what);
    expect(rows.find(({ what }) => what === 'renegotiation by the client')?.detail).toBe('refused');
    expect(tlsMarkdown(rows)).toContain('| protocol | TLS 1.0 | refused | refused |');
  });

  it('TLS-02 a client without certificate gets no answer', () => {
    expect(rows.filter(({ what }) => what.startsWith('a client without')).map(({ offered }) => offered)).toEqual([false, false]);
  });
});
