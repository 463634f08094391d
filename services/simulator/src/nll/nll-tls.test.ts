import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { certificateAuthority, type Authority, type Issued } from '@ncp/certs';
import { startNll, type NllSimulator } from './index.js';

const DAY_MS = 86_400_000;
const period = { from: new Date(Date.now() - DAY_MS), until: new Date(Date.now() + DAY_MS) };
let folder = '';
let nll: NllSimulator;
let authority: Authority;
let client: Issued;
let stranger: Issued;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nll-tls-'));
  authority = await certificateAuthority({ subject: [['C', 'SE'], ['CN', 'NLL test CA']], period, keyKind: 'ec' });
  const other = await certificateAuthority({ subject: [['C', 'SE'], ['CN', 'Another CA']], period, keyKind: 'ec' });
  const server = await authority.issue({ subject: [['C', 'SE'], ['CN', 'nll.test']], period, usage: 'tls-server', names: ['127.0.0.1'], keyKind: 'ec' });
  client = await authority.issue({ subject: [['C', 'SE'], ['CN', 'gateway.test']], period, usage: 'tls-client', keyKind: 'ec' });
  stranger = await other.issue({ subject: [['C', 'SE'], ['CN', 'stranger.test']], period, usage: 'tls-client', keyKind: 'ec' });
  const file = async (name: string, pem: string): Promise<string> => {
    await writeFile(join(folder, name), pem, { mode: 0o600 });
    return join(folder, name);
  };
  nll = await startNll({
    tls: { certFile: await file('cert', server.certificatePem), keyFile: await file('key', server.keyPem), caFile: await file('ca', authority.certificatePem) },
  });
});
afterAll(async () => {
  await nll.close();
  await rm(folder, { recursive: true });
});

const tokenStatus = (pair: Issued | undefined): Promise<number | string> => new Promise((resolve) => {
  const outgoing = request(nll.tokenUrl, {
    method: 'POST', ca: authority.certificatePem, agent: false, ...(pair === undefined ? {} : { cert: pair.certificatePem, key: pair.keyPem }),
  }, (incoming) => { incoming.resume().on('end', () => { resolve(incoming.statusCode ?? 0); }); });
  outgoing.on('error', () => { resolve('refused'); });
  outgoing.end('grant_type=client_credentials&client_id=ncpeh-gateway');
});

describe('the list over mutual TLS', () => {
  it('speaks HTTPS and knows its clients by certificate', async () => {
    expect(nll.baseUrl).toMatch(/^https:/);
    expect(await tokenStatus(client)).toBe(200);
  });

  it('refuses a client without certificate, and one of another authority', async () => {
    expect(await tokenStatus(undefined)).toBe('refused');
    expect(await tokenStatus(stranger)).toBe('refused');
  });
});
