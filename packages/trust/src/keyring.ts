import { epochMs, type Instant, NcpError } from '@ncp/domain';
import type { HeldKey } from '@ncp/xml';
import { loadSeal, loadTlsEnd, type OwnCertificate, type PairPlace, requireDistinct, type SealIdentity, type TlsEnd } from './identity.js';
import { proveSeal } from './keys/prove.js';
import type { OcspWatch } from './ocsp/ocsp-watch.js';
import { beforeReading, type Renewable, type WatchedFiles } from './renewal.js';
import { type CountryTrustFiles, readTrustFiles, rereadTrustFiles } from './trust-files.js';
import { loadTrust, type TrustStore } from './trust-store.js';

/** A pair as configurations name it. */
interface ConfiguredPair {
  readonly cert: string;
  readonly key: string;
  readonly passphraseFile?: string | undefined;
}

export interface KeyringOptions {
  readonly seal: ConfiguredPair;
  /** Ends of TLS connections; `role` is how errors call them. */
  readonly server?: ConfiguredPair & { readonly role: string; readonly facing: 'countries' | 'pharmacies' };
  readonly client?: ConfiguredPair & { readonly role: string; readonly facing: 'countries' };
  readonly countries: readonly CountryTrustFiles[];
  readonly now: () => Instant;
  /** Asks responders of countries that have one, and is told what is no good word. */
  readonly ocsp?: OcspWatch;
}

/** The signer: the only place where private keys are held, and what others may do with each. What it shows changes with a rotation. */
export interface Keyring {
  readonly seal: SealIdentity;
  readonly server: TlsEnd | undefined;
  readonly client: TlsEnd | undefined;
  readonly trust: TrustStore;
  /** The seal signs, and what it signed verifies with its certificate. @throws NcpError NCP_KEY_UNAVAILABLE, NCP_TRUST_KEY */
  prove(): void;
  /** Each part with the files that it was read from. */
  readonly renewables: readonly Renewable[];
}

/** Shows what is in force now, under one reference that whoever signs or connects may keep. */
class Live<T extends OwnCertificate> {
  current: T;
  constructor(first: T) {
    this.current = first;
  }
  get certificateDer(): Uint8Array { return this.current.certificateDer; }
  get certificatePem(): string { return this.current.certificatePem; }
  get country(): string { return this.current.country; }
  get commonName(): string { return this.current.commonName; }
  get fingerprint(): string { return this.current.fingerprint; }
  get notAfterMs(): number { return this.current.notAfterMs; }
}

class LiveSeal extends Live<SealIdentity> implements SealIdentity {
  get key(): HeldKey { return this.current.key; }
}

class LiveEnd extends Live<TlsEnd> implements TlsEnd {
  get keyPem(): string { return this.current.keyPem; }
}

const placeOf = ({ cert, key, passphraseFile }: ConfiguredPair): PairPlace => ({ certificate: cert, key, passphraseFile });

const filesOf = ({ cert, key, passphraseFile }: ConfiguredPair): readonly string[] => [cert, key, ...(passphraseFile === undefined ? [] : [passphraseFile])];

/** One end of connections, with what it was read from. */
interface WatchedEnd {
  readonly purpose: 'tls-server' | 'tls-client';
  readonly pair: NonNullable<KeyringOptions['server']>;
  readonly watched: WatchedFiles;
  readonly live: LiveEnd;
}

/**
 * Opens every key of a service and everything that it trusts, or refuses the start and names the role that is wrong (TLS-43, KEY-07).
 * @throws NcpError NCP_CONFIG_FILE, NCP_CONFIG_INVALID, NCP_TRUST_*, NCP_KEY_PIN, NCP_KEY_UNAVAILABLE
 */
export async function openKeyring({ seal, server, client, countries, now, ocsp }: KeyringOptions): Promise<Keyring> {
  const asked = (role: string): { readonly role: string; readonly nowMs: number } => ({ role, nowMs: epochMs(now()) });
  const readSeal = (): Promise<SealIdentity> => loadSeal(placeOf(seal), asked('seal'));
  const openEnd = async (purpose: WatchedEnd['purpose'], pair: KeyringOptions['server']): Promise<readonly WatchedEnd[]> => {
    if (pair === undefined) return [];
    const watched = await beforeReading(filesOf(pair));
    return [{ purpose, pair, watched, live: new LiveEnd(await loadTlsEnd(purpose, placeOf(pair), asked(pair.role))) }];
  };
  const trustFiles = countries.flatMap(({ anchors, intermediates = [], crls, tlsPins }) => [...anchors, ...intermediates, ...crls, ...tlsPins]);
  const [sealWatched, trustWatched] = await Promise.all([beforeReading(filesOf(seal)), beforeReading(trustFiles)]);
  const [liveSeal, servers, clients, trust] = await Promise.all([
    readSeal().then((first) => new LiveSeal(first)), openEnd('tls-server', server), openEnd('tls-client', client), readTrustFiles(countries).then((config) => loadTrust(config, ocsp)),
  ]);
  const ends = [...servers, ...clients];
  /** Other countries know our anchor and nothing between: what stands there is sent by us or missing (TLS-43). */
  const requireWhole = ({ role, facing }: WatchedEnd['pair'], end: TlsEnd): void => {
    if (facing === 'countries' && !trust.isWhole(end)) throw new NcpError('NCP_TRUST_KEY', { role, reason: 'chain-incomplete' });
  };
  ends.forEach(({ pair, live }) => { requireWhole(pair, live.current); });
  const all = (): Readonly<Record<string, OwnCertificate>> => ({ seal: liveSeal.current, ...Object.fromEntries(ends.map(({ pair, live }) => [pair.role, live.current])) });
  requireDistinct(all());
  return {
    seal: liveSeal, server: servers[0]?.live, client: clients[0]?.live, trust,
    prove: () => { proveSeal(liveSeal); },
    renewables: [
      { what: 'seal', ...sealWatched, renew: async () => {
        const next = await readSeal();
        requireDistinct({ ...all(), seal: next });
        liveSeal.current = next;
      } },
      ...ends.map(({ purpose, pair, watched, live }): Renewable => ({ what: purpose, ...watched, renew: async () => {
        const next = await loadTlsEnd(purpose, placeOf(pair), asked(pair.role));
        requireWhole(pair, next);
        requireDistinct({ ...all(), [pair.role]: next });
        live.current = next;
      } })),
      {
        what: 'trust', ...trustWatched,
        renew: async () => {
          const { config, unread } = await rereadTrustFiles(countries);
          await trust.replace(config, unread);
        },
      },
    ],
  };
}
