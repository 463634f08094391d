import { createHash } from 'node:crypto';
import { type Authority, certificateAuthority, type Issued, type Period, type Subject } from './authority.js';
import { type KeyPair, makeKeyPair } from './key-pair.js';
import { type PkiFolder, pkiFolder, writeIndex } from './pki-folder.js';
import type { Fault, PkiCountry, PkiIndex, PkiPair } from './pki-index.js';
import { type Purpose, USAGES, WRONG_USAGES } from './usage.js';

export interface PkiOptions {
  /** Made if missing; files of the same name are replaced. */
  readonly outDir: string;
  readonly now: Date;
  /** Other clocks at which the good certificates must also be in force, such as a demo clock. */
  readonly alsoAt?: readonly Date[];
  /** ISO 3166 codes; default SE, FI, DK, PT. */
  readonly countries?: readonly string[];
  /** Host names and addresses of the servers; default localhost, 127.0.0.1 and ::1. */
  readonly serverNames?: readonly string[];
}

const DAY_MS = 86_400_000;
const DEFAULT_COUNTRIES = ['SE', 'FI', 'DK', 'PT'];
const DEFAULT_NAMES = ['localhost', '127.0.0.1', '::1'];
const CRL_DAYS = 90;
const YEARS_2 = 730;

interface Calendar {
  readonly good: Period;
  readonly past: Period;
  readonly future: Period;
  readonly crl: { readonly thisUpdate: Date; readonly nextUpdate: Date };
}

const calendarFor = (clocks: readonly Date[]): Calendar => {
  const first = Math.min(...clocks.map((clock) => clock.getTime()));
  const last = Math.max(...clocks.map((clock) => clock.getTime()));
  const at = (ms: number, days: number): Date => new Date(Math.floor((ms + days * DAY_MS) / 1000) * 1000);
  return {
    good: { from: at(first, -1), until: at(last, YEARS_2) },
    past: { from: at(first, -365), until: at(first, -2) },
    future: { from: at(last, 365), until: at(last, 365 + YEARS_2) },
    crl: { thisUpdate: at(first, -1), nextUpdate: at(last, CRL_DAYS) },
  };
};

const NAMES: Readonly<Record<Purpose, (country: string) => string>> = {
  'tls-server': (country) => `ncp-server.${country.toLowerCase()}.example`,
  'tls-client': (country) => `ncp-client.${country.toLowerCase()}.example`,
  seal: (country) => `GRP:EHEALTH_NCP_TEST_${country}`,
};

const subjectOf = (country: string, commonName: string): Subject => [['C', country], ['O', `NCPeH ${country} (test)`], ['CN', commonName]];

/** Everything one country's certificates are made from. */
interface Bench {
  readonly country: string;
  readonly other: string;
  readonly authority: Authority;
  readonly unknown: Authority;
  readonly calendar: Calendar;
  readonly serverNames: readonly string[];
  readonly folder: PkiFolder;
  /** One key serves all bad certificates of a country: what is wrong with them is never the key. */
  readonly badKey: KeyPair;
}

const describe = (issued: Issued, subject: Subject, files: { certificate: string; key: string }): PkiPair => ({
  ...files,
  fingerprint: createHash('sha256').update(issued.certificateDer).digest('hex'),
  subject: subject.map(([attribute, value]) => `${attribute}=${value}`).join(', '),
});

const makeGood = async (bench: Bench, purpose: Purpose, file: string, keyKind: 'rsa' | 'ec' = 'rsa'): Promise<PkiPair> => {
  const subject = subjectOf(bench.country, NAMES[purpose](bench.country));
  const issued = await bench.authority.issue({
    subject, period: bench.calendar.good, usage: purpose, keyKind,
    ...(purpose === 'tls-server' ? { names: [...bench.serverNames, NAMES[purpose](bench.country)] } : {}),
  });
  return describe(issued, subject, await bench.folder.writePair(file, issued));
};

const makeBad = async (bench: Bench, purpose: Purpose): Promise<{ pairs: Readonly<Record<Fault, PkiPair>>; revoked: Issued }> => {
  const make = async (fault: Fault): Promise<{ pair: PkiPair; issued: Issued }> => {
    const subject = subjectOf(fault === 'otherCountry' ? bench.other : bench.country, `${NAMES[purpose](bench.country)}-${fault}`);
    const { calendar } = bench;
    const issued = await (fault === 'unknownCa' ? bench.unknown : bench.authority).issue({
      subject,
      period: fault === 'expired' ? calendar.past : fault === 'notYetValid' ? calendar.future : calendar.good,
      usage: (fault === 'wrongUsage' ? WRONG_USAGES : USAGES)[purpose],
      key: bench.badKey,
      ...(purpose === 'tls-server' ? { names: bench.serverNames } : {}),
    });
    return { pair: describe(issued, subject, await bench.folder.writePair(`bad/${purpose}-${fault}`, issued)), issued };
  };
  const [expired, notYetValid, wrongUsage, otherCountry, unknownCa, revoked] = await Promise.all([
    make('expired'), make('notYetValid'), make('wrongUsage'), make('otherCountry'), make('unknownCa'), make('revoked'),
  ]);
  return {
    pairs: {
      expired: expired.pair, notYetValid: notYetValid.pair, wrongUsage: wrongUsage.pair, otherCountry: otherCountry.pair,
      unknownCa: unknownCa.pair, revoked: revoked.pair,
    },
    revoked: revoked.issued,
  };
};

const makeCountry = async (options: PkiOptions, shared: { country: string; other: string; unknown: Authority; calendar: Calendar }): Promise<PkiCountry> => {
  const { country, calendar } = shared;
  const folder = await pkiFolder(options.outDir, country);
  const subject = subjectOf(country, `NCPeH ${country} test CA`);
  const [authority, badKey] = await Promise.all([
    certificateAuthority({ subject, period: calendar.good }), makeKeyPair('rsa'),
  ]);
  const bench: Bench = { ...shared, authority, badKey, folder, serverNames: options.serverNames ?? DEFAULT_NAMES };
  const [ca, tlsServer, tlsClient, unpinned, seal, sealEc, badServer, badClient, badSeal] = await Promise.all([
    folder.writePair('ca', authority).then((files) => describe(authority, subject, files)),
    makeGood(bench, 'tls-server', 'tls-server'), makeGood(bench, 'tls-client', 'tls-client'),
    makeGood(bench, 'tls-client', 'bad/tls-client-unpinned', 'ec'),
    makeGood(bench, 'seal', 'seal'), makeGood(bench, 'seal', 'seal-ec', 'ec'),
    makeBad(bench, 'tls-server'), makeBad(bench, 'tls-client'), makeBad(bench, 'seal'),
  ]);
  const crlPem = await authority.crl({ ...calendar.crl, revoked: [badServer.revoked, badClient.revoked, badSeal.revoked] });
  const bad = { tlsServer: badServer.pairs, tlsClient: badClient.pairs, seal: badSeal.pairs };
  // Every certificate that is refused for another reason is pinned as well: a test of that reason must not pass by the pin.
  const pins = [tlsServer, tlsClient, ...Object.values(bad.tlsServer), ...Object.values(bad.tlsClient)].map((pair) => pair.fingerprint);
  const crl = await folder.writeTrust({ caPem: authority.certificatePem, crlPem, pins });
  return { country, ca, crl, tlsServer, tlsClient, unpinned, seal, sealEc, bad };
};

/**
 * Makes the throw-away PKI: for each country an authority with its revocation list, TLS server, TLS client and seal
 * certificates, and for each of those roles one certificate per {@link Fault}. Private keys are readable by the owner only.
 * Everything is also described in `index.json` in `outDir`.
 */
export const makePki = async (options: PkiOptions): Promise<PkiIndex> => {
  const countries = options.countries ?? DEFAULT_COUNTRIES;
  const calendar = calendarFor([options.now, ...(options.alsoAt ?? [])]);
  const unknown = await certificateAuthority({ subject: [['C', 'ZZ'], ['O', 'Unknown (test)'], ['CN', 'Unknown test CA']], period: calendar.good });
  const made = await Promise.all(
    countries.map(async (country, at) =>
      makeCountry(options, { country, other: countries[(at + 1) % countries.length] ?? country, unknown, calendar }),
    ),
  );
  return writeIndex(options.outDir, {
    madeAt: options.now.toISOString(),
    countries: Object.fromEntries(made.map((entry) => [entry.country, entry])),
  });
};
