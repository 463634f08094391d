import { createServer, type Server } from 'node:http';
import { readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countryCode, type PeerService } from '@ncp/domain';
import { signWhole, startTreatmentWorld, type ApiClient, type TreatmentWorld } from '@ncp/testkit';
import { participantOf, recordUrl, SMP_SERVICES } from '@ncp/trust';

const FI = countryCode('FI');
const SERVICES: readonly PeerService[] = ['identify', 'query', 'retrieve', 'submit'];

describe('a country that announces itself in an SMP', () => {
  const records = new Map<string, string>();
  const smp: Server = createServer((request, response) => {
    const found = records.get(request.url ?? '');
    response.writeHead(found === undefined ? 404 : 200).end(found);
  });
  let world: TreatmentWorld;
  let anna: ApiClient;
  let address = '';

  beforeAll(async () => {
    await new Promise<void>((resolve) => { smp.listen(0, '127.0.0.1', resolve); });
    address = `http://127.0.0.1:${String((smp.address() as AddressInfo).port)}/smp`;
    world = await startTreatmentWorld({
      configure: (config) => {
        const ncpB = config['ncpB'] as { readonly directory: object };
        const { cert } = config['seal'] as { readonly cert: string };
        // The seal of Sweden signs the records of this test: any certificate may, that is configured for it.
        Object.assign(ncpB.directory, { smp: { url: address, signers: [cert], networks: ['127.0.0.0/8'] } });
      },
    });
    anna = await world.as('anna');
  }, 120_000);
  afterAll(async () => {
    await world.stop();
    smp.close();
  });

  const restart = async (): Promise<void> => {
    await world.restart();
    anna = await world.as('anna');
  };
  /** What Finland announces: where it is, and its server certificate. */
  const announce = async (certificate: string, url: string): Promise<void> => {
    const { SE } = world.pki.countries;
    const seal = { certificatePem: await readFile(SE?.seal.certificate ?? '', 'utf8'), keyPem: await readFile(SE?.seal.key ?? '', 'utf8') };
    const der = (await readFile(certificate, 'utf8')).replaceAll(/-----[^-]+-----|\s/g, '');
    for (const service of SERVICES) {
      const { document, process, profile } = SMP_SERVICES[service];
      const path = service === 'identify' ? 'xcpd' : service === 'submit' ? 'xdr' : 'xca';
      records.set(new URL(recordUrl(address, FI, service)).pathname, signWhole('<SignedServiceMetadata xmlns="http://docs.oasis-open.org/bdxr/ns/SMP/2016/05"><ServiceMetadata><ServiceInformation>'
        + `<ParticipantIdentifier scheme="ehealth-participantid-qns">${participantOf(FI)}</ParticipantIdentifier><DocumentIdentifier scheme="ehealth-resid-qns">${document}</DocumentIdentifier>`
        + `<ProcessList><Process><ProcessIdentifier scheme="ehealth-procid-qns">${process}</ProcessIdentifier><ServiceEndpointList><Endpoint transportProfile="${profile}"><EndpointURI>${url}/ncp/${path}</EndpointURI>`
        + `<Certificate>${der}</Certificate></Endpoint></ServiceEndpointList></Process></ProcessList></ServiceInformation></ServiceMetadata></SignedServiceMetadata>`, { seal }));
    }
  };
  const kinds = async (): Promise<readonly string[]> => {
    const store = await world.store();
    const found: string[] = [];
    for await (const { kind } of store.audit.leaves()) if (kind.startsWith('discovery-')) found.push(kind);
    return found.toSorted();
  };

  it('TLS-20 to TLS-23 is called where it announces itself, the change is audited, and a certificate that is not pinned waits', async () => {
    const file = join(world.records.folder, 'FI.yaml');
    const shipped = await readFile(file, 'utf8');
    const [url = ''] = /https:\/\/[0-9.]+:\d+/.exec(shipped) ?? [];
    await world.records.write('FI', shipped.replace(/endpoints:[\s\S]*?(?=\n[a-z]+:)/, 'endpoints: smp'));
    await restart();
    // Nothing is announced yet: the country is unavailable, and says why.
    const { body } = await anna.ask('countries', {});
    expect(JSON.stringify(body)).toContain('smp-unreachable');
    expect((await anna.ask('openVisit', { body: { country: 'FI' } })).problem).toMatchObject({ status: 503 });
    await announce(world.pki.countries['FI']?.tlsServer.certificate ?? '', url);
    await restart();
    const visit = await anna.ask('openVisit', { body: { country: 'FI' } });
    const answer = await anna.ask('identify', { params: { visit: visit.body.id }, body: { traits: { nationalId: '150385-9035' } } });
    expect(answer.body.candidates).toHaveLength(1);
    expect(await kinds()).toEqual(SERVICES.map((service) => `discovery-activated-${service}`).toSorted());
    await announce(world.pki.countries['SE']?.unpinned.certificate ?? '', 'https://127.0.0.1:1');
    await restart();
    expect((await kinds()).filter((kind) => kind.includes('pending'))).toHaveLength(4);
    await writeFile(file, shipped);
  }, 60_000);
});
