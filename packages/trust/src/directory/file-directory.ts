import { createHash, type KeyObject } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NcpError, type CountryCode, type CountryProfile, type Instant, type PeerService } from '@ncp/domain';
import type { CountryDirectory } from '@ncp/exchange';
import { parse } from 'yaml';
import { checkRecord, isDiscovered } from './record-schema.js';
import { isSigned, operatorKey } from './record-signature.js';
import { ServiceStates } from './service-states.js';
import type { Discovery } from './smp/discovery.js';

export interface DirectoryOptions {
  /** One record for each country, `FI.yaml` or `FI.json`, and its signature beside it, `FI.yaml.sig`. */
  readonly folder: string;
  /** Key of the operators, PEM. */
  readonly publicKeyPem: string;
  readonly now: () => Instant;
  /** Told of each record that cannot be used: once, and again only when the files have changed. */
  readonly problem: (error: NcpError) => void;
  /** Where countries announce themselves; without it records that rely on it leave their country off. */
  readonly discovery?: Discovery;
}

/** The port `CountryDirectory` over signed files. */
export interface FileDirectory extends CountryDirectory {
  /** Reads the files again if any has changed. A folder that cannot be read changes nothing. */
  refresh(): Promise<void>;
  /** Reads anew what a country announces, after a call that reached nobody: true when that has changed. False for one whose addresses are in its record. */
  reread(country: CountryCode): Promise<boolean>;
  /** SHA-256 (hex) of the server certificates that the country announces; undefined for one whose addresses are in its record. */
  announced(country: CountryCode): readonly string[] | undefined;
  /** Services that nobody called for so long, for the probe. */
  quiet(country: CountryCode, forMs: number): readonly PeerService[];
}

interface RecordFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly signature: string | undefined;
}

const RECORD = /^([A-Z]{2})\.(?:ya?ml|json)$/;

/**
 * Reads the countries that can be called (decisions G09). A record whose signature is missing or wrong, or whose content is
 * wrong, leaves its country off and is reported; the others go on (issue: "any other by data alone").
 * @throws NcpError NCP_CONFIG_FILE when the folder cannot be read, NCP_TRUST_KEY
 */
export async function loadCountryDirectory({ folder, publicKeyPem, now, problem, discovery }: DirectoryOptions): Promise<FileDirectory> {
  const key = operatorKey(publicKeyPem);
  const states = new ServiceStates(now);
  let seen = '';
  let profiles: ReadonlyMap<string, CountryProfile> = new Map();
  const take = async (): Promise<void> => {
    const files = await readRecords(folder);
    const fingerprint = fingerprintOf(files);
    if (fingerprint === seen) return;
    seen = fingerprint;
    profiles = readProfiles(files, key, problem);
  };
  const discover = async (): Promise<void> => {
    if (discovery === undefined) return;
    await Promise.all([...profiles.values()].filter(isDiscovered).map(({ code }) => discovery.refresh(code)));
  };
  const isAnnounced = (country: CountryCode): boolean => [...profiles.values()].some((one) => one.code === country && isDiscovered(one));
  await take();
  await discover();
  const placed = (profile: CountryProfile): CountryProfile => (isDiscovered(profile) ? withAnnounced(profile, discovery, now) : profile);
  return {
    countries: () => [...profiles.values()].map(placed),
    profile: (country) => {
      const found = profiles.get(country);
      if (found === undefined) throw new NcpError('NCP_PEER_COUNTRY', { country });
      return placed(found);
    },
    state: (country) => states.of(country),
    note: (outcome) => { states.note(outcome); },
    quiet: (country, forMs) => states.quiet(country, forMs),
    reread: async (country) => isAnnounced(country) && await discovery?.refresh(country, true) === true,
    announced: (country) => (isAnnounced(country) ? discovery?.certificates(country) ?? [] : undefined),
    refresh: async () => {
      try {
        await take();
        await discover();
      } catch (error) {
        problem(error instanceof NcpError ? error : new NcpError('NCP_INTERNAL', {}, error));
      }
    },
  };
}

export interface SwitchedOff {
  readonly code: CountryCode;
  readonly off: NonNullable<CountryProfile['off']>;
}

/**
 * Countries that the operators' own signed records switch off, whatever their endpoints. A record that cannot be used says nothing.
 * @throws NcpError NCP_CONFIG_FILE when the folder cannot be read, NCP_TRUST_KEY
 */
export async function switchedOff({ folder, publicKeyPem }: Pick<DirectoryOptions, 'folder' | 'publicKeyPem'>): Promise<readonly SwitchedOff[]> {
  const profiles = readProfiles(await readRecords(folder), operatorKey(publicKeyPem), () => undefined);
  return [...profiles.values()].flatMap(({ code, off }) => (off === undefined ? [] : [{ code, off }]));
}

/** Where nothing can be believed of what a country announces it is unavailable, and says why (RS TLS-21). */
function withAnnounced(profile: CountryProfile, discovery: Discovery | undefined, now: () => Instant): CountryProfile {
  try {
    if (discovery === undefined) throw new NcpError('NCP_PEER_UNAVAILABLE', { reason: 'no-smp-configured' });
    return { ...profile, endpoints: discovery.endpoints(profile.code) };
  } catch (error) {
    const reason = error instanceof NcpError && typeof error.details.reason === 'string' ? error.details.reason : 'unreadable';
    const off = { since: String(now()), reason: { sv: `Landets adress är inte känd (${reason}).`, en: `The address of the country is not known (${reason}).` } };
    return profile.off === undefined ? { ...profile, off } : profile;
  }
}

async function readRecords(folder: string): Promise<readonly RecordFile[]> {
  try {
    const names = (await readdir(folder)).filter((name) => RECORD.test(name)).toSorted();
    return await Promise.all(names.map(async (name) => ({
      name, bytes: new Uint8Array(await readFile(join(folder, name))),
      signature: await readFile(join(folder, `${name}.sig`), 'utf8').catch(() => undefined),
    })));
  } catch (error) {
    throw new NcpError('NCP_CONFIG_FILE', { path: folder }, error);
  }
}

const fingerprintOf = (files: readonly RecordFile[]): string => {
  const hash = createHash('sha256');
  for (const { name, bytes, signature = '' } of files) hash.update(`${name} ${String(bytes.length)} ${signature} `).update(bytes);
  return hash.digest('hex');
};

function readProfiles(files: readonly RecordFile[], key: KeyObject, problem: (error: NcpError) => void): ReadonlyMap<string, CountryProfile> {
  const codeOf = (name: string): string => RECORD.exec(name)?.[1] ?? '';
  const profiles = new Map<string, CountryProfile>();
  for (const file of files) {
    const twice = files.filter(({ name }) => codeOf(name) === codeOf(file.name)).length > 1;
    const read = twice ? { faults: ['the country has two records'] } : readRecord(file, codeOf(file.name), key);
    if ('faults' in read) problem(new NcpError('NCP_PEER_DIRECTORY', { file: file.name, faults: read.faults }));
    else profiles.set(read.profile.code, read.profile);
  }
  return profiles;
}

/** Nothing of a record is looked at before its signature holds. */
function readRecord({ bytes, signature }: RecordFile, code: string, key: KeyObject): ReturnType<typeof checkRecord> {
  if (signature === undefined) return { faults: ['signature: missing'] };
  if (!isSigned(bytes, signature, key)) return { faults: ['signature: wrong'] };
  const checked = checkRecord(contentOf(bytes));
  return 'profile' in checked && checked.profile.code !== code ? { faults: ['code: not that of the file name'] } : checked;
}

/** JSON is YAML. What cannot be parsed is no record: the schema says so. */
function contentOf(bytes: Uint8Array): unknown {
  try {
    return parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
