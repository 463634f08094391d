import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PkiIndex } from '@ncp/certs';
import { COUNTRIES, SWEDEN_HOME_COMMUNITY_ID } from '@ncp/domain';
import type { ProbePoint } from '@ncp/exchange';
import { startNcpA, type RunningNcpA } from '@ncp/ncp-a';
import { loadConfig, type Config } from '@ncp/runtime';
import { ForeignNcp, startNll, type ForeignNcpOptions, type NllSimulator } from '@ncp/simulator';
import { openStore, type LoginRole, type Store } from '@ncp/store';
import { httpClient, type PooledHttpClient } from '@ncp/transport';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '../postgres.js';
import { testPki } from '../test-pki.js';
import { startSource, type SourceProcess } from '../source-process.js';
import { captureHealth, capturePersons } from '../capture.js';
import { freePort } from '../free-port.js';
import { layAmbush, type Ambush } from './ambush.js';

const WITH_PEERS = ['FI', 'DK', 'PT'] as const;
export type PeerCode = (typeof WITH_PEERS)[number];

/** A whole country A on loopback: database, national list, gateway, and the keys of its peers. */
export interface GatewayWorld {
  readonly pki: PkiIndex;
  readonly nll: NllSimulator;
  readonly database: TestDatabase;
  readonly config: Config;
  /** Secret of the gateway at the list's token service. */
  readonly clientSecret: string;
  /** Base URL of NCP-A, whichever process serves it now. */
  readonly url: string;
  /** A foreign NCP of that country; its own connection pool. */
  peer(country: PeerCode, more?: Partial<ForeignNcpOptions>): ForeignNcp;
  /** The HTTP client of a country, for messages that no well-behaved peer would send. */
  client(country: PeerCode): PooledHttpClient;
  /** A store of its own for looking at what was recorded. */
  store(role?: LoginRole): Promise<Store>;
  /** Ends the gateway without any chance to clean up and starts it again. */
  restart(): Promise<void>;
  /** The gateway takes over keys, certificates and lists whose files have changed; of an inline one. */
  renew(): Promise<readonly string[]>;
  /** What waits for the gateway process at a point of its work; a bare point is its own death there. Nothing: called off. */
  ambush(next: ProbePoint | Ambush | undefined): void;
  /** Resolves when the gateway process has ended. */
  died(): Promise<void>;
  stop(): Promise<void>;
}

export interface WorldOptions {
  /** `inline` is quicker; `process` can be killed. */
  readonly gateway: 'inline' | 'process';
  /** Changes the configuration before the gateway starts. */
  readonly configure?: (config: Record<string, unknown>) => void;
  readonly postgres?: TestPostgres;
}

const CLIENT_ID = 'ncpeh-gateway';
const CLIENT_SECRET = randomBytes(12).toString('hex');

const program = fileURLToPath(new URL('ncp-a-under-test.ts', import.meta.url));

/** Where a foreign NCP finds the services of an NCP-A. */
export const endpointsAt = (url: string): ForeignNcpOptions['endpoints'] =>
  ({ xcpd: `${url}/ncp/xcpd`, xcaQuery: `${url}/ncp/xca`, xcaRetrieve: `${url}/ncp/xca`, xdr: `${url}/ncp/xdr` });

const homeOf = (code: string): string => COUNTRIES.find((country) => country.code === code)?.homeCommunityId ?? '';

export async function startGatewayWorld(options: WorldOptions): Promise<GatewayWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'ncp-world-'));
  const postgres = options.postgres ?? (await startTestPostgres());
  const [pki, database, nll, port, healthPort] = await Promise.all([
    testPki(join(folder, 'pki')), postgres.database(),
    startNll({ clients: [{ id: CLIENT_ID, role: 'gateway', secret: CLIENT_SECRET }] }), freePort(), freePort(),
  ]);
  capturePersons(nll.control.persons());
  const countryOf = (code: string): PkiIndex['countries'][string] => {
    const entry = pki.countries[code];
    if (entry === undefined) throw new Error(code);
    return entry;
  };
  const sweden = countryOf('SE');
  await writeFile(join(folder, 'kek'), randomBytes(32).toString('base64'), { mode: 0o600 });
  await writeFile(join(folder, 'secret'), CLIENT_SECRET, { mode: 0o600 });
  const document: Record<string, unknown> = {
    mode: 'demo',
    seal: { cert: sweden.seal.certificate, key: sweden.seal.key },
    countries: ['SE', ...WITH_PEERS].map((code) => ({
      code, homeCommunityId: homeOf(code), zone: 'Europe/Brussels',
      anchors: [countryOf(code).ca.certificate], tlsPins: [countryOf(code).tlsClient.certificate], crls: [countryOf(code).crl],
    })),
    ncpA: { port, healthPort, tls: { cert: sweden.tlsServer.certificate, key: sweden.tlsServer.key }, maxRequestsPerSecond: 1_000, patientSummary: {
      responsible: { hsaId: 'SE0000000000-T001', given: 'Tove', family: 'Testansvarig' },
      careRecords: { baseUrl: nll.careUrl, tokenUrl: nll.tokenUrl, clientId: CLIENT_ID, clientSecretFile: join(folder, 'secret') },
    } },
    database: { url: database.url('ncp_a') },
    keyEncryptionKeyFile: join(folder, 'kek'),
    national: { baseUrl: nll.baseUrl, tokenUrl: nll.tokenUrl, clientId: CLIENT_ID, clientSecretFile: join(folder, 'secret') },
    log: { level: 'silent' },
  };
  options.configure?.(document);
  const configFile = join(folder, 'ncp.json');
  const ambushFile = join(folder, 'ambush.json');
  await writeFile(configFile, JSON.stringify(document));
  const config = loadConfig(configFile, {});

  let inline: RunningNcpA | undefined;
  let child: SourceProcess | undefined;
  const begin = async (): Promise<void> => {
    if (options.gateway === 'inline') {
      inline = await startNcpA(config);
      return;
    }
    child = startSource(program, [configFile, ambushFile]);
    await child.line(/^ready /);
  };
  await begin();

  const clients = new Map<string, PooledHttpClient>();
  const authority = await readFile(sweden.ca.certificate, 'utf8');
  for (const code of WITH_PEERS) {
    const { tlsClient } = countryOf(code);
    clients.set(code, httpClient({
      tls: { authorities: [authority], identity: { certificatePem: await readFile(tlsClient.certificate, 'utf8'), keyPem: await readFile(tlsClient.key, 'utf8') } },
    }));
  }
  const seals = new Map(await Promise.all(WITH_PEERS.map(async (code) => [code, {
    certificatePem: await readFile(countryOf(code).seal.certificate, 'utf8'), keyPem: await readFile(countryOf(code).seal.key, 'utf8'),
  }] as const)));
  const url = `https://127.0.0.1:${String(port)}`;
  const client = (country: PeerCode): PooledHttpClient => {
    const found = clients.get(country);
    if (found === undefined) throw new Error(country);
    return found;
  };
  const stores: Store[] = [];
  const sealingKey = new Uint8Array(Buffer.from(await readFile(join(folder, 'kek'), 'utf8'), 'base64'));
  return {
    pki, nll, database, config, url, client, clientSecret: CLIENT_SECRET,
    peer(country, more = {}) {
      const seal = seals.get(country);
      if (seal === undefined) throw new Error(country);
      return new ForeignNcp({
        country, seal, http: client(country), homeCommunityId: homeOf(country), swedishHomeCommunityId: SWEDEN_HOME_COMMUNITY_ID,
        endpoints: endpointsAt(url), now: () => new Date(), ...more,
      });
    },
    async store(role = 'ncp_dispatcher') {
      const opened = await openStore({ url: database.url(role), application: 'test', keys: { current: { id: 'file-1', key: sealingKey } } });
      stores.push(opened);
      return opened;
    },
    async restart() {
      await child?.kill();
      await inline?.close();
      await begin();
    },
    renew: async () => inline?.renew() ?? [],
    ambush(next) { layAmbush(ambushFile, typeof next === 'string' ? { at: next } : next); },
    async died() {
      await child?.ended().catch(() => undefined);
    },
    async stop() {
      await captureHealth(healthPort);
      for (const one of clients.values()) one.close();
      for (const one of stores) await one.close();
      await child?.kill();
      await inline?.close();
      await nll.close();
      await database.drop();
      if (options.postgres === undefined) await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
