import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { confirmedVisit, startTreatmentWorld, type TreatmentWorld } from '@ncp/testkit';

describe('a country with a responder of revocations', () => {
  const asked: Buffer[] = [];
  const responder: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => { chunks.push(chunk); });
    request.on('end', () => {
      asked.push(Buffer.concat(chunks));
      response.writeHead(503).end();
    });
  });
  let world: TreatmentWorld;
  beforeAll(async () => {
    await new Promise<void>((resolve) => { responder.listen(0, '127.0.0.1', resolve); });
    const ocsp = { url: `http://127.0.0.1:${String((responder.address() as AddressInfo).port)}/`, whenSilent: 'list' };
    world = await startTreatmentWorld({
      dispatcher: true,
      configure: (config) => {
        config['countries'] = (config['countries'] as readonly { readonly code: string }[]).map((country) => (country.code === 'FI' ? { ...country, ocsp } : country));
      },
    });
  }, 120_000);
  afterAll(async () => {
    await world.stop();
    responder.close();
  });

  it('TLS-14 is asked by the process that delivers too, about the server that it delivers to', async () => {
    const api = await world.as();
    const visit = await confirmedVisit(api, { country: 'FI', traits: { nationalId: '150385-9035', birthDate: '1985-03-15' } });
    const [listed] = await visit.list();
    const read = await visit.read(listed?.key);
    const { serialNumber } = new X509Certificate(await readFile(world.pki.countries['FI']?.tlsServer.certificate ?? ''));
    const times = (): number => asked.filter((one) => one.includes(Buffer.from(serialNumber, 'hex'))).length;
    // Whoever does the visit asks once a minute at most.
    expect(times()).toBe(1);
    const params = { visit: visit.id, document: read.key };
    const { body: suggested } = await api.ask('suggestProducts', { params });
    const choice = { prescription: read.key, article: suggested.suggestions[0]?.article.nplPackId ?? '', packages: 1 };
    const { body: prepared } = await api.ask('prepareDispensation', { params, body: choice });
    const acknowledged = prepared.checks.filter(({ level }) => level === 'acknowledge').map(({ id }) => id);
    const { body: dispensed } = await api.ask('dispense', { params, body: { ...choice, acknowledged }, key: 'asks-the-responder' });
    expect((await api.events('dispensationEvents', { params: { dispensation: dispensed.id } })).at(-1)).toMatchObject({ state: 'RECORDED' });
    expect(times()).toBe(2);
  }, 60_000);
});
