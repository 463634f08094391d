import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { NcpError } from '@ncp/domain';
import { parse } from 'yaml';
import { configSchema, type Config } from './config-schema.js';
import { settingsOf, type Setting } from './settings.js';

/** One fault of a configuration: where, and what was expected there. Never the value. */
export interface ConfigFault {
  readonly path: string;
  readonly expected: string;
}

/** Environment variables that override the file: name to path in the configuration. */
export const ENVIRONMENT_OVERRIDES: Readonly<Record<string, readonly string[]>> = {
  DATABASE_URL: ['database', 'url'],
  DATABASE_PASSWORD_FILE: ['database', 'passwordFile'],
  QUEUE_URL: ['queue', 'url'],
  QUEUE_PASSWORD_FILE: ['queue', 'passwordFile'],
  NCP_A_PORT: ['ncpA', 'port'],
  NCP_B_PORT: ['ncpB', 'port'],
  NLL_BASE_URL: ['national', 'baseUrl'],
  NLL_TOKEN_URL: ['national', 'tokenUrl'],
  CARE_RECORDS_BASE_URL: ['ncpA', 'patientSummary', 'careRecords', 'baseUrl'],
  CARE_RECORDS_TOKEN_URL: ['ncpA', 'patientSummary', 'careRecords', 'tokenUrl'],
  NCP_HEALTH_HOST: ['health', 'host'],
  NCP_LOG_LEVEL: ['log', 'level'],
  OTEL_EXPORTER_OTLP_ENDPOINT: ['tracing', 'endpoint'],
};

type Tree = { [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

function override(tree: Tree, path: readonly string[], value: unknown): Tree {
  const [head, ...rest] = path;
  if (head === undefined) return tree;
  const below = tree[head];
  return { ...tree, [head]: rest.length === 0 ? value : override(isTree(below) ? below : {}, rest, value) };
}

/** Validates a parsed document. All faults at once (FLT-42). */
export function checkConfig(document: unknown): { readonly config: Config } | { readonly faults: readonly ConfigFault[] } {
  const parsed = configSchema.safeParse(document);
  if (!parsed.success) {
    return { faults: parsed.error.issues.map((i) => ({ path: i.path.map(String).join('.') || '(root)', expected: i.message })) };
  }
  const { national, ncpA: { patientSummary }, ncpB } = parsed.data;
  const { careRecords } = patientSummary ?? {};
  const faults = productionFaults(parsed.data, {
    'national.baseUrl': national.baseUrl, 'national.tokenUrl': national.tokenUrl,
    'ncpA.patientSummary.careRecords.baseUrl': careRecords?.baseUrl, 'ncpA.patientSummary.careRecords.tokenUrl': careRecords?.tokenUrl,
    'ncpB.oauth.issuer': ncpB?.oauth.issuer, 'ncpB.oauth.jwksUrl': ncpB?.oauth.jwksUrl,
  });
  return faults.length > 0 ? { faults } : { config: parsed.data };
}

/** Outside a demonstration the clock is real, and whoever is told of patients or says who somebody is, is asked over TLS. */
export const productionFaults = ({ mode, clock }: Pick<Config, 'mode' | 'clock'>, asked: Readonly<Record<string, string | undefined>>): readonly ConfigFault[] => (mode === 'demo' ? [] : [
  ...(clock === undefined ? [] : [{ path: 'clock', expected: 'no fixed clock in production' }]),
  ...Object.entries(asked).filter(([, url]) => url?.startsWith('https:') === false).map(([path]) => ({ path, expected: 'https in production' })),
]);

/** One YAML file with the environment laid over it, not yet validated. @throws NcpError NCP_CONFIG_FILE */
export function readConfigTree(path: string, environment: NodeJS.ProcessEnv, overrides: Readonly<Record<string, readonly string[]>>): unknown {
  let document: unknown;
  try {
    document = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new NcpError('NCP_CONFIG_FILE', { file: path }, error);
  }
  let tree: Tree = isTree(document) ? document : {};
  for (const [name, place] of Object.entries(overrides)) {
    const text = environment[name];
    if (text !== undefined && text !== '') tree = override(tree, place, name.endsWith('PORT') ? Number(text) : text);
  }
  return tree;
}

/**
 * Reads one YAML file, lays the environment over it and validates. File names inside are relative to the file.
 * Secrets are only ever file names (decisions G08).
 * @throws NcpError NCP_CONFIG_FILE, NCP_CONFIG_INVALID (details.faults: every fault as `path: expected`)
 */
export function loadConfig(path: string, environment: NodeJS.ProcessEnv = process.env): Config {
  const tree = readConfigTree(path, environment, ENVIRONMENT_OVERRIDES);
  const checked = checkConfig(tree);
  if ('faults' in checked) {
    throw new NcpError('NCP_CONFIG_INVALID', { file: path, faults: checked.faults.map((f) => `${f.path}: ${f.expected}`) });
  }
  return withAbsolutePaths(checked.config, dirname(resolve(path)));
}

/**
 * Every value of a service's configuration, and where it came from; of secrets only the names of files.
 * @throws NcpError NCP_CONFIG_FILE
 */
export const settingsInForce = (config: Config, path: string, environment: NodeJS.ProcessEnv = process.env): readonly Setting[] =>
  settingsOf({ inForce: config, file: readConfigTree(path, {}, {}), environment, overrides: ENVIRONMENT_OVERRIDES });

function withAbsolutePaths(config: Config, base: string): Config {
  const at = (file: string): string => (isAbsolute(file) ? file : resolve(base, file));
  const pair = (p: KeyPair): KeyPair => ({ cert: at(p.cert), key: at(p.key), ...(p.passphraseFile === undefined ? {} : { passphraseFile: at(p.passphraseFile) }) });
  const { tls } = config.national;
  const { ncpB, queue, ncpA: { patientSummary } } = config;
  return {
    ...config,
    database: withPassword(config.database, at),
    ...(queue === undefined ? {} : { queue: withPassword(queue, at) }),
    seal: pair(config.seal),
    keyEncryptionKeyFile: at(config.keyEncryptionKeyFile),
    countries: config.countries.map((one) => withTrustFiles(one, at)),
    ncpA: {
      ...config.ncpA, tls: pair(config.ncpA.tls),
      ...(patientSummary === undefined ? {} : { patientSummary: absoluteSummary(patientSummary, at) }),
    },
    ...(ncpB === undefined ? {} : {
      ncpB: {
        ...ncpB, tls: pair(ncpB.tls), tlsClient: pair(ncpB.tlsClient),
        oauth: { ...ncpB.oauth, ...(ncpB.oauth.ca === undefined ? {} : { ca: at(ncpB.oauth.ca) }) },
        directory: {
          folder: at(ncpB.directory.folder), publicKey: at(ncpB.directory.publicKey),
          ...(ncpB.directory.smp === undefined ? {} : {
            smp: { ...ncpB.directory.smp, signers: ncpB.directory.smp.signers.map(at), ...(ncpB.directory.smp.ca === undefined ? {} : { ca: at(ncpB.directory.smp.ca) }) },
          }),
        },
        ...(ncpB.products === undefined ? {} : { products: at(ncpB.products) }),
      },
    }),
    national: { ...config.national, clientSecretFile: at(config.national.clientSecretFile), ...(tls === undefined ? {} : { tls: { ca: at(tls.ca), cert: at(tls.cert), key: at(tls.key) } }) },
    ...(config.terminology === undefined ? {} : { terminology: { folder: at(config.terminology.folder) } }),
    ...(config.auditCheckpoints === undefined ? {} : { auditCheckpoints: { ...config.auditCheckpoints, key: at(config.auditCheckpoints.key) } }),
    ...(config.auditRepository === undefined ? {} : {
      auditRepository: {
        ...config.auditRepository, ca: at(config.auditRepository.ca),
        ...(config.auditRepository.tls === undefined ? {} : { tls: { cert: at(config.auditRepository.tls.cert), key: at(config.auditRepository.tls.key) } }),
      },
    }),
  };
}

type TrustFiles = Pick<Config['countries'][number], 'anchors' | 'intermediates' | 'tlsPins' | 'crls'>;

/** A country with the files of its trust where they are. */
export const withTrustFiles = <T extends TrustFiles>(country: T, at: (file: string) => string): T => ({
  ...country, anchors: country.anchors.map(at), intermediates: country.intermediates.map(at), tlsPins: country.tlsPins.map(at), crls: country.crls.map(at),
});

type KeyPair = Config['ncpA']['tls'];

type PatientSummaryConfig = NonNullable<Config['ncpA']['patientSummary']>;

function absoluteSummary({ products, careRecords, ...rest }: PatientSummaryConfig, at: (file: string) => string): PatientSummaryConfig {
  const { tls } = careRecords ?? {};
  return {
    ...rest,
    ...(products === undefined ? {} : { products: at(products) }),
    ...(careRecords === undefined ? {} : {
      careRecords: {
        ...careRecords, clientSecretFile: at(careRecords.clientSecretFile),
        ...(tls === undefined ? {} : { tls: { ca: at(tls.ca), cert: at(tls.cert), key: at(tls.key) } }),
      },
    }),
  };
}

/**
 * A place that is reached with a password, which a file holds: the URL as the drivers want it, never logged by anybody.
 * @throws NcpError NCP_CONFIG_FILE
 */
export function withPassword(place: { readonly url: string; readonly passwordFile?: string | undefined }, at: (file: string) => string): { url: string } {
  if (place.passwordFile === undefined) return { url: place.url };
  const url = new URL(place.url);
  url.password = encodeURIComponent(readSecret(at(place.passwordFile)));
  return { url: url.href };
}

/** Reads a secret from its file, without the final newline. @throws NcpError NCP_CONFIG_FILE */
export function readSecret(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new NcpError('NCP_CONFIG_FILE', { file: path }, error);
  }
}
