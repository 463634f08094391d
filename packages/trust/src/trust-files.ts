import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CountryCode, isNcpError, NcpError } from '@ncp/domain';
import { fingerprintOf } from './certificate.js';
import type { OcspResponder } from './ocsp/ocsp-watch.js';
import { type CountryTrust, derBlocks, type TrustConfig, type UnreadCountry } from './trust-config.js';

/** One country's trust as the configuration names it: paths of PEM or DER files (a file may hold several certificates). */
export interface CountryTrustFiles {
  readonly code: string;
  readonly anchors: readonly string[];
  readonly intermediates?: readonly string[];
  readonly crls: readonly string[];
  /** Certificates of the TLS peers. */
  readonly tlsPins: readonly string[];
  readonly ocsp?: OcspResponder | undefined;
}

const asCountry = (code: string): CountryCode => {
  if (!/^[A-Z]{2}$/.test(code)) throw new NcpError('NCP_CONFIG_INVALID', { reason: 'country-code' });
  return code as CountryCode;
};

const read = async (path: string): Promise<Uint8Array> => {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw new NcpError('NCP_CONFIG_FILE', { path }, error);
  }
};

const readAll = async (paths: readonly string[]): Promise<readonly Uint8Array[]> => Promise.all(paths.map(read));

const readCountry = async ({ code, anchors, intermediates = [], crls, tlsPins, ocsp }: CountryTrustFiles): Promise<CountryTrust> => ({
  country: asCountry(code),
  anchors: await readAll(anchors),
  intermediates: await readAll(intermediates),
  crls: await readAll(crls),
  pins: (await readAll(tlsPins)).flatMap(derBlocks).map(fingerprintOf),
  ...(ocsp === undefined ? {} : { ocsp }),
});

/** Reads the files that the configuration names. @throws NcpError NCP_CONFIG_FILE, NCP_CONFIG_INVALID */
export const readTrustFiles = async (countries: readonly CountryTrustFiles[]): Promise<TrustConfig> => ({ countries: await Promise.all(countries.map(readCountry)) });

/** What was read, and whose files could not be. */
export interface RereadTrust {
  readonly config: TrustConfig;
  readonly unread: readonly UnreadCountry[];
}

/** The same for a renewal: a country whose file is missing keeps no other from being read. @throws NcpError NCP_CONFIG_INVALID for a code that is none */
export const rereadTrustFiles = async (countries: readonly CountryTrustFiles[]): Promise<RereadTrust> => {
  const known = countries.map((files) => ({ country: asCountry(files.code), files }));
  const settled = await Promise.all(known.map(({ country, files }) => readCountry(files).catch((error: unknown): UnreadCountry => ({
    country, fault: isNcpError(error) ? error : new NcpError('NCP_INTERNAL', { country }, error),
  }))));
  return { config: { countries: settled.filter((one): one is CountryTrust => !('fault' in one)) }, unread: settled.filter((one): one is UnreadCountry => 'fault' in one) };
};

const readCountryFolder = async (folder: string, code: string): Promise<CountryTrust> => {
  const path = join(folder, code);
  const names = (await readdir(path)).toSorted();
  const ending = async (suffix: string): Promise<readonly Uint8Array[]> =>
    readAll(names.filter((name) => name.endsWith(suffix)).map((name) => join(path, name)));
  const [pins] = await ending('pins.txt');
  return {
    country: asCountry(code),
    anchors: await ending('.anchor.pem'),
    intermediates: await ending('.intermediate.pem'),
    crls: await ending('.crl.pem'),
    pins: Buffer.from(pins ?? []).toString('latin1').split('\n').map((line) => line.trim()).filter((line) => line !== ''),
  };
};

/**
 * Reads a folder with one sub-folder per country: `*.anchor.pem`, `*.intermediate.pem`, `*.crl.pem` and `pins.txt` with one
 * SHA-256 fingerprint (hex) a line. `makePki` of the certs package writes this form.
 * @throws NcpError NCP_CONFIG_FILE, NCP_CONFIG_INVALID
 */
export const readTrustDirectory = async (folder: string): Promise<TrustConfig> => {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const codes = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).toSorted();
    return { countries: await Promise.all(codes.map(async (code) => readCountryFolder(folder, code))) };
  } catch (error) {
    throw error instanceof NcpError ? error : new NcpError('NCP_CONFIG_FILE', { path: folder }, error);
  }
};
