import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PkiIndex } from '@ncp/certs';
import { startDispatcherService, type RunningDispatcher } from '@ncp/dispatcher';
import { COUNTRIES } from '@ncp/domain';
import { startNcpA } from '@ncp/ncp-a';
import { startNcpB, type NcpBOptions, type RunningNcpB } from '@ncp/ncp-b';
import { loadConfig, type Config } from '@ncp/runtime';
import { startCountryAbroad, startNll, startOauthIssuer, type AbroadControl, type CountryAbroad, type NllSimulator, type OauthIssuer, type TokenWish } from '@ncp/simulator';
import { openStore, type LoginRole, type Store } from '@ncp/store';
import { testPki } from '../test-pki.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '../postgres.js';
import { apiClient, type ApiClient } from './api-client.js';
import { captureHealth, capturePersons } from '../capture.js';
import { countryRecords, swedishRecord, type CountryRecords } from './country-records.js';

export type AbroadCode = 'FI' | 'DK' | 'PT';
const ABROAD: readonly AbroadCode[] = ['FI', 'DK', 'PT'];

/** A whole country B on loopback: database, issuer of tokens, three countries, their signed records, NCP-B and the dispatcher. */
export interface TreatmentWorld {
  readonly pki: PkiIndex;
  readonly config: Config;
  readonly database: TestDatabase;
  readonly oauth: OauthIssuer;
  readonly records: CountryRecords;
  /** Where `affiliation` was asked for. */
  readonly nll?: NllSimulator;
  /** Base of the API, as `https://127.0.0.1:port`. */
  readonly url: string;
  /** Authority of its server certificate, PEM. */
  readonly authority: string;
  /** What a country does and remembers. */
  country(code: AbroadCode): AbroadControl;
  /** A pharmacy system in which this person is signed in; `anna` when left out. */
  as(person?: string, wish?: TokenWish): Promise<ApiClient>;
  /** With any `Authorization` at all, or none. */
  with(authorization?: string): ApiClient;
  /** What stands in the audit chain about one exchange, in order: kind of the leaf, its codes, type of its event. */
  recorded(exchange: string): Promise<readonly RecordedStep[]>;
  /** A store of its own for looking at what was recorded. */
  store(role?: LoginRole): Promise<Store>;
  /** Ends NCP-B and starts it again: what it held in memory is gone. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** `event` is empty where a leaf stands alone. */
export interface RecordedStep {
  readonly kind: string;
  readonly outcome: number;
  readonly codes: readonly string[];
  readonly event: string;
}

export interface TreatmentWorldOptions {
  readonly postgres?: TestPostgres;
  /** Shorter than the minute that a country has. */
  readonly timeoutMs?: number;
  /** Without it, what is confirmed stays queued. */
  readonly dispatcher?: boolean;
  readonly configure?: (config: Record<string, unknown>) => void;
  /** Our own NCP-A with its national list too, as country SE of the directory: Sweden to Sweden through both gateways. */
  readonly affiliation?: boolean;
}

const NLL_CLIENT = 'ncpeh-gateway';
const NLL_SECRET = randomBytes(12).toString('hex');
const NOWHERE = 'http://127.0.0.1:1/';
const QUICK: NonNullable<Parameters<typeof startDispatcherService>[1]> = { relayMs: 100, sweepMs: 300 };
const homeOf = (code: string): string => COUNTRIES.find((country) => country.code === code)?.homeCommunityId ?? '';

export async function startTreatmentWorld(options: TreatmentWorldOptions = {}): Promise<TreatmentWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'ncp-treatment-'));
  const postgres = options.postgres ?? (await startTestPostgres());
  const [pki, database, oauth, records] = await Promise.all([
    testPki(join(folder, 'pki')), postgres.database(), startOauthIssuer({ port: 0 }), countryRecords(folder),
  ]);
  const pkiOf = (code: string): PkiIndex['countries'][string] => {
    const entry = pki.countries[code];
    if (entry === undefined) throw new Error(code);
    return entry;
  };
  const sweden = pkiOf('SE');
  const abroad = new Map<AbroadCode, CountryAbroad>(await Promise.all(ABROAD.map(async (code) => {
    const { tlsServer, bad } = pkiOf(code);
    return [code, await startCountryAbroad({
      country: code, port: 0, deferMs: 0, sealAuthority: sweden.ca.certificate,
      tls: { ...tlsServer, clientAuthority: sweden.ca.certificate, ...(bad.tlsServer === undefined ? {} : { bad: bad.tlsServer }) },
    })] as const;
  })));
  for (const [code, { url }] of abroad) await records.write(code, await records.shipped(code, url));
  for (const [code, { control }] of abroad) {
    capturePersons(control.persons().map(({ patient }) => ({ key: code, id: patient.id.extension, given: patient.given.join(' '), family: patient.family })));
  }
  const nll = options.affiliation === true ? await startNll({ clients: [{ id: NLL_CLIENT, role: 'gateway', secret: NLL_SECRET }] }) : undefined;

  const kek = randomBytes(32);
  await Promise.all([
    writeFile(join(folder, 'kek'), kek.toString('base64'), { mode: 0o600 }), writeFile(join(folder, 'secret'), NLL_SECRET, { mode: 0o600 }),
  ]);
  const document: Record<string, unknown> = {
    mode: 'demo',
    seal: { cert: sweden.seal.certificate, key: sweden.seal.key },
    countries: ['SE', ...ABROAD].map((code) => ({
      code, homeCommunityId: homeOf(code), zone: 'Europe/Brussels', anchors: [pkiOf(code).ca.certificate],
      tlsPins: [pkiOf(code).tlsClient, pkiOf(code).tlsServer, ...Object.values(pkiOf(code).bad.tlsServer ?? {})].map(({ certificate }) => certificate), crls: [pkiOf(code).crl],
    })),
    ncpA: { port: 0, healthPort: 0, tls: { cert: sweden.tlsServer.certificate, key: sweden.tlsServer.key } },
    ncpB: {
      port: 0, healthPort: 0, tls: { cert: sweden.tlsServer.certificate, key: sweden.tlsServer.key },
      tlsClient: { cert: sweden.tlsClient.certificate, key: sweden.tlsClient.key },
      oauth: { issuer: oauth.issuer, jwksUrl: oauth.jwksUrl, audience: oauth.audience },
      directory: { folder: records.folder, publicKey: records.publicKey }, maxRequestsPerSecond: 1_000,
    },
    dispatcher: { healthPort: 0 }, queue: { url: database.queueUrl },
    database: { url: database.url('ncp_b') }, keyEncryptionKeyFile: join(folder, 'kek'),
    national: { baseUrl: nll?.baseUrl ?? NOWHERE, tokenUrl: nll?.tokenUrl ?? NOWHERE, clientId: NLL_CLIENT, clientSecretFile: join(folder, 'secret') },
    log: { level: 'silent' },
  };
  options.configure?.(document);
  const load = async (name: string, content: object): Promise<Config> => {
    await writeFile(join(folder, name), JSON.stringify(content));
    return loadConfig(join(folder, name), {});
  };
  const ncpA = nll === undefined ? undefined : await startNcpA(await load('ncp-a.json', { ...document, database: { url: database.url('ncp_a') } }));
  if (ncpA !== undefined) await records.write('SE', swedishRecord(`https://127.0.0.1:${String(ncpA.port)}`));
  const config = await load('ncp-b.json', document);
  const ncpBOptions: NcpBOptions = options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs };
  let ncpB: RunningNcpB = await startNcpB(config, ncpBOptions);
  const dispatcher: RunningDispatcher | undefined = options.dispatcher === true
    ? await startDispatcherService(await load('dispatcher.json', { ...document, database: { url: database.url('ncp_dispatcher') } }), QUICK)
    : undefined;
  const authority = await readFile(sweden.ca.certificate, 'utf8');
  const stores: Store[] = [];
  let reader: Store | undefined;
  const open = async (role: LoginRole = 'ncp_dispatcher'): Promise<Store> => {
    const opened = await openStore({ url: database.url(role), application: 'test', keys: { current: { id: 'file-1', key: new Uint8Array(kek) } } });
    stores.push(opened);
    return opened;
  };
  const url = (): string => `https://127.0.0.1:${String(ncpB.port)}`;
  const client = (authorization?: string): ApiClient => apiClient({ url: url(), authority, ...(authorization === undefined ? {} : { authorization }) });
  return {
    pki, config, database, oauth, records, authority,
    ...(nll === undefined ? {} : { nll }),
    get url() { return url(); },
    country(code) {
      const found = abroad.get(code);
      if (found === undefined) throw new Error(code);
      return found.control;
    },
    as: async (person = 'anna', wish = {}) => client(`Bearer ${await oauth.token(person, wish)}`),
    with: client,
    store: open,
    async recorded(exchange) {
      reader ??= await open();
      const steps: RecordedStep[] = [];
      for await (const leaf of reader.audit.leaves({ after: 0n })) {
        if (leaf.exchange !== exchange) continue;
        const { kind, outcome, codes, sequence } = leaf;
        steps.push({ kind, outcome, codes, event: (await reader.audit.event(sequence))?.type ?? '' });
      }
      return steps;
    },
    async restart() {
      await ncpB.close();
      ncpB = await startNcpB(config, ncpBOptions);
    },
    async stop() {
      for (const one of [dispatcher, ncpB, ncpA]) await captureHealth(one?.healthPort ?? 0);
      for (const one of stores) await one.close();
      await dispatcher?.close();
      await ncpB.close();
      await ncpA?.close();
      await nll?.close();
      for (const one of abroad.values()) await one.close();
      await oauth.close();
      await database.drop();
      if (options.postgres === undefined) await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
