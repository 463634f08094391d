import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HttpFailure } from '@ncp/exchange';
import { loadTrust, readTrustDirectory } from '@ncp/trust';
import { type Bench, CALL, makeBench, readAll } from '../test/bench.js';
import { type Handler, peerOf } from './index.js';

const ok: Handler = (request, response) => {
  const peer = peerOf(request);
  response.end(`${String(peer?.country)} ${String(peer?.commonName)} ${String(peer?.address)}`);
};

describe('mutual TLS', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await makeBench();
  });
  afterAll(async () => bench.close());

  const get = async (url: string, pair?: Parameters<Bench['client']>[0]): Promise<string> => {
    const client = await bench.client(pair);
    try {
      const { body, status } = await client.request({ ...CALL, method: 'GET', url, headers: {} });
      return `${String(status)} ${Buffer.from(body).toString()}`;
    } catch (error) {
      return error instanceof HttpFailure ? error.stage : 'other';
    } finally {
      client.close();
    }
  };

  it('tells the handler whose certificate it was', async () => {
    const { url } = await bench.start(ok);
    expect(await get(url, bench.country('FI').tlsClient)).toBe('200 FI ncp-client.fi.example 127.0.0.1');
    expect(await get(url, bench.country('DK').tlsClient)).toBe('200 DK ncp-client.dk.example 127.0.0.1');
  });

  it.each([
    ['TLS 1.0', { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }],
    ['TLS 1.1', { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }],
    ['a suite without forward secrecy', { maxVersion: 'TLSv1.2', ciphers: 'AES256-GCM-SHA384' }],
    ['a suite without authenticated encryption', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-SHA' }],
  ] as const)('TLS-01 %s: no handshake', async (_title, options) => {
    const { server, events } = await bench.start(ok);
    await expect(bench.dial(server, bench.country('FI').tlsClient, options)).rejects.toThrow();
    expect(events.map(({ kind }) => kind)).toEqual(['handshake-refused']);
  });

  it.each(['ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES256-GCM-SHA384'])('TLS-01 control: TLS 1.2 with %s, as Java peers have it', async (ciphers) => {
    const { server } = await bench.start(ok);
    const socket = await bench.dial(server, bench.country('FI').tlsClient, { maxVersion: 'TLSv1.2', ciphers });
    expect([socket.getProtocol(), socket.getCipher().name]).toEqual(['TLSv1.2', ciphers]);
  });

  it('TLS-01 renegotiation is not done', async () => {
    const { server } = await bench.start(ok);
    const socket = await bench.dial(server, bench.country('FI').tlsClient, { maxVersion: 'TLSv1.2' });
    const error = await new Promise((resolve) => {
      socket.once('error', resolve);
      socket.renegotiate({ rejectUnauthorized: true }, resolve);
    });
    expect(error).toMatchObject({ code: expect.stringMatching(/RENEGOTIATION/) });
  });

  it('TLS-02 no certificate: not served, and counted', async () => {
    const { url, events } = await bench.start(ok);
    expect(await get(url)).not.toContain('200');
    expect(events).toEqual([{ kind: 'handshake-refused', reason: 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE' }]);
  });

  it.each([
    ['TLS-02', 'unknownCa', 'handshake-refused'],
    ['TLS-03', 'expired', 'handshake-refused'],
    ['TLS-03', 'notYetValid', 'handshake-refused'],
    ['TLS-03', 'wrongUsage', 'handshake-refused'],
    ['TLS-10', 'revoked', 'peer-refused'],
    ['TLS-04', 'otherCountry', 'peer-refused'],
  ] as const)('%s a client certificate that is %s is not served, and counted', async (_id, fault, kind) => {
    const { url, events } = await bench.start(ok);
    expect(await get(url, bench.country('FI').bad.tlsClient[fault])).not.toContain('200');
    expect(events.map((event) => event.kind)).toEqual([kind]);
    expect(events[0]?.reason).toMatch(/^[A-Z0-9_]+$/);
  });

  it('TLS-07 right authority, right country, not enrolled: not served, with its own code', async () => {
    const { url, events } = await bench.start(ok);
    expect(await get(url, bench.country('FI').unpinned)).not.toContain('200');
    expect(events).toEqual([{ kind: 'peer-refused', reason: 'NCP_TRUST_PIN' }]);
  });

  it('TLS-02 a TLS server or seal certificate is no client certificate', async () => {
    const { url } = await bench.start(ok);
    expect(await get(url, bench.country('FI').tlsServer)).not.toContain('200');
    expect(await get(url, bench.country('FI').seal)).not.toContain('200');
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('TLS-13 nothing is resumed under %s', async (version) => {
    const { server } = await bench.start((request, response) => { response.setHeader('connection', 'close'); ok(request, response); });
    const options = { minVersion: version, maxVersion: version };
    const first = await bench.dial(server, bench.country('FI').tlsClient, options);
    let session: Buffer | undefined;
    first.on('session', (offered: Buffer) => { session = offered; });
    first.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await readAll(first);
    session ??= first.getSession();
    const second = await bench.dial(server, bench.country('FI').tlsClient, { ...options, ...(session === undefined ? {} : { session }) });
    expect(second.isSessionReused()).toBe(false);
  });

  it('TLS-13 a certificate withdrawn while its connection is open: next request and recheck close it', async () => {
    const store = await loadTrust(await readTrustDirectory(bench.pki.trust));
    const { server, events } = await bench.start(ok, { trust: store });
    const [idle, active] = [await bench.dial(server, bench.country('FI').tlsClient), await bench.dial(server, bench.country('FI').tlsClient)];
    const other = await bench.dial(server, bench.country('DK').tlsClient);
    const config = await readTrustDirectory(bench.pki.trust);
    await store.replace({ countries: config.countries.map((country) => (country.country === 'FI' ? { ...country, pins: [] } : country)) });
    active.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await readAll(active)).toBe('');
    expect(idle.destroyed).toBe(false);
    server.recheckPeers();
    expect(await readAll(idle)).toBe('');
    expect(other.destroyed).toBe(false);
    expect(events.map(({ reason, country }) => [reason, country])).toEqual([['NCP_TRUST_PIN', 'FI'], ['NCP_TRUST_PIN', 'FI']]);
  });

  it('TLS-42 certificate and key are swapped while serving; open connections go on', async () => {
    const { server } = await bench.start(ok);
    const before = await bench.dial(server, bench.country('FI').tlsClient);
    server.replaceTls({ ...(await bench.identity(bench.country('DK').tlsServer)), authorities: bench.trust.authorities });
    const after = await bench.dial(server, bench.country('FI').tlsClient);
    expect(before.getPeerCertificate().subject.C).toBe('SE');
    expect(after.getPeerCertificate().subject.C).toBe('DK');
    before.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await readAll(before)).toContain('200 OK');
  });

  it.each([
    ['TLS-15', 'revoked', 'NCP_TRUST_REVOKED'],
    ['TLS-03', 'expired', 'CERT_HAS_EXPIRED'],
    ['TLS-03', 'notYetValid', 'CERT_NOT_YET_VALID'],
    ['TLS-03', 'wrongUsage', 'INVALID_PURPOSE'],
    ['TLS-04', 'otherCountry', 'NCP_TRUST_COUNTRY'],
    ['TLS-02', 'unknownCa', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ] as const)('%s outbound: a server whose certificate is %s gets no byte of the request', async (_id, fault, reason) => {
    let served = 0;
    const { url } = await bench.start((_request, response) => { served += 1; response.end(); }, { identity: bench.country('FI').bad.tlsServer[fault] });
    const client = await bench.client(bench.country('SE').tlsClient);
    const failure = await client.request({ ...CALL, method: 'POST', url, headers: {}, body: new Uint8Array(10) }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(HttpFailure);
    expect(failure).toMatchObject({ stage: 'not-sent', reason });
    expect(served).toBe(0);
  });

  it('TLS-16 outbound: a name or address that the certificate does not state', async () => {
    const { server } = await bench.start(ok);
    const client = await bench.client(bench.country('FI').tlsClient);
    const call = async (host: string): Promise<unknown> =>
      client.request({ ...CALL, method: 'GET', url: `https://${host}:${String(server.port)}/`, headers: {} }).catch((error: unknown) => error);
    expect(await call('127.0.0.1')).toMatchObject({ status: 200 });
    expect(await call('localhost')).toMatchObject({ status: 200 });
    // 127.0.0.1 in another notation that reaches the same server.
    expect(await call('[::ffff:127.0.0.1]')).toMatchObject({ stage: 'not-sent', reason: 'SERVER_NAME' });
  });
});
