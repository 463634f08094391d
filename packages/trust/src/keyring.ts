import { epochMs, type Instant } from '@ncp/domain';
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
  readonly server?: ConfiguredPair & { readonly role: string };
  readonly client?: ConfiguredPair & { readonly role: string };
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

const placeOf = ({ cert, key, passphraseFile }: ConfiguredPair): PairPlace => ({ certificate: cert, key, ...(passphraseFile === undefined ? {} : { passphraseFile }) });

const filesOf = ({ cert, key, passphraseFile }: ConfiguredPair): readonly string[] => [cert, key, ...(passphraseFile === undefined ? [] : [passphraseFile])];

/**
 * Opens every key of a service and everything that it trusts, or refuses the start and names the role that is wrong (TLS-43, KEY-07).
 * @throws NcpError NCP_CONFIG_FILE, NCP_CONFIG_INVALID, NCP_TRUST_*, NCP_KEY_PIN, NCP_KEY_UNAVAILABLE
 */
export async function openKeyring({ seal, server, client, countries, now, ocsp }: KeyringOptions): Promise<Keyring> {
  const asked = (role: string): { readonly role: string; readonly nowMs: number } => ({ role, nowMs: epochMs(now()) });
  const readSeal = (): Promise<SealIdentity> => loadSeal(placeOf(seal), asked('seal'));
  const end = async (purpose: 'tls-server' | 'tls-client', pair: KeyringOptions['server']): Promise<LiveEnd | undefined> =>
    (pair === undefined ? undefined : new LiveEnd(await loadTlsEnd(purpose, placeOf(pair), asked(pair.role))));
  const trustFiles = countries.flatMap(({ anchors, intermediates = [], crls, tlsPins }) => [...anchors, ...intermediates, ...crls, ...tlsPins]);
  const pairFiles = (pair: ConfiguredPair | undefined): Promise<WatchedFiles> => beforeReading(pair === undefined ? [] : filesOf(pair));
  const [sealWatched, serverWatched, clientWatched, trustWatched] = await Promise.all([pairFiles(seal), pairFiles(server), pairFiles(client), beforeReading(trustFiles)]);
  const [liveSeal, liveServer, liveClient, trust] = await Promise.all([
    readSeal().then((first) => new LiveSeal(first)), end('tls-server', server), end('tls-client', client), readTrustFiles(countries).then((config) => loadTrust(config, ocsp)),
  ]);
  const ends = [
    ...(server === undefined || liveServer === undefined ? [] : [{ purpose: 'tls-server' as const, pair: server, watched: serverWatched, live: liveServer }]),
    ...(client === undefined || liveClient === undefined ? [] : [{ purpose: 'tls-client' as const, pair: client, watched: clientWatched, live: liveClient }]),
  ];
  const all = (): Readonly<Record<string, OwnCertificate>> => ({ seal: liveSeal.current, ...Object.fromEntries(ends.map(({ pair, live }) => [pair.role, live.current])) });
  requireDistinct(all());
  return {
    seal: liveSeal, server: liveServer, client: liveClient, trust,
    prove: () => { proveSeal(liveSeal); },
    renewables: [
      { what: 'seal', ...sealWatched, renew: async () => {
        const next = await readSeal();
        requireDistinct({ ...all(), seal: next });
        liveSeal.current = next;
      } },
      ...ends.map(({ purpose, pair, watched, live }): Renewable => ({ what: purpose, ...watched, renew: async () => {
        const next = await loadTlsEnd(purpose, placeOf(pair), asked(pair.role));
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
