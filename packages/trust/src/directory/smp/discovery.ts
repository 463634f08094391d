import { epochMs, isNcpError, NcpError, type CountryCode, type Instant, type PeerService } from '@ncp/domain';
import { readServiceMetadata, recordUrl, type ServiceRecord } from './service-metadata.js';
import type { Networks } from './networks.js';

/** Something that happened to what a country announces; each is audited. */
export interface DiscoveryChange {
  readonly country: CountryCode;
  readonly service: PeerService;
  /** `pending`: a certificate that nobody here has confirmed; the service goes on as before. */
  readonly kind: 'activated' | 'pending';
  /** SHA-256 of the announced certificate, hex. */
  readonly certificate: string;
}

export interface DiscoveryOptions {
  /** Base address of the SMP. */
  readonly url: string;
  /** The bytes at an address; rejects when they cannot be had. */
  readonly fetch: (url: string) => Promise<Uint8Array>;
  readonly signers: ReadonlySet<string>;
  readonly networks: Networks;
  /** Is this the fingerprint of a certificate that an operator pinned for that country? */
  readonly pinned: (country: CountryCode, fingerprint: string) => boolean;
  readonly now: () => Instant;
  readonly problem: (error: NcpError) => void;
  /** Resolves when the change is audited: before that it is not in force, and what it rejects with is told as a problem. */
  readonly changed: (change: DiscoveryChange) => Promise<void>;
  /** How long a record serves before it is read again, and how long the last good one serves at all (decisions 3.3). */
  readonly cacheMs?: number;
  readonly lastGoodMs?: number;
}

interface Known {
  readonly record: ServiceRecord;
  readonly readMs: number;
}

const HOUR_MS = 3_600_000;
const CACHE_MS = 24 * HOUR_MS;
const LAST_GOOD_MS = 7 * 24 * HOUR_MS;
/** A record that could not be read, or whose change is not audited or not pinned yet, is asked for this often. */
const RETRY_MS = 60_000;
const SERVICES: readonly PeerService[] = ['identify', 'query', 'retrieve', 'submit'];

/** What countries announce in an SMP, as far as it may be believed (RS TLS-20 to TLS-23). */
export class Discovery {
  readonly #options: DiscoveryOptions;
  readonly #active = new Map<string, Known>();
  readonly #pending = new Map<string, ServiceRecord>();
  readonly #askedMs = new Map<string, number>();
  readonly #trouble = new Map<string, string>();

  constructor(options: DiscoveryOptions) {
    this.#options = options;
  }

  #nowMs(): number {
    return epochMs(this.#options.now());
  }

  /** Reads the country's records that are due; `anew` reads all, after a call that found nobody (wire-contract 1.2). True when an end point has changed. */
  async refresh(country: CountryCode, anew = false): Promise<boolean> {
    const changed = await Promise.all(SERVICES.map((service) => this.#refreshOne(country, service, anew)));
    return changed.includes(true);
  }

  async #refreshOne(country: CountryCode, service: PeerService, anew: boolean): Promise<boolean> {
    const key = `${country} ${service}`;
    const nowMs = this.#nowMs();
    const known = this.#active.get(key);
    const old = known === undefined || this.#trouble.has(key) || this.#pending.has(key) || nowMs - known.readMs >= (this.#options.cacheMs ?? CACHE_MS);
    const rested = nowMs - (this.#askedMs.get(key) ?? Number.NEGATIVE_INFINITY) >= RETRY_MS;
    if (!anew && !(old && rested)) return false;
    this.#askedMs.set(key, nowMs);
    try {
      const record = readServiceMetadata(await this.#read(country, service), { country, service, signers: this.#options.signers, nowMs });
      if (!this.#options.networks(record.url)) throw new NcpError('NCP_PEER_DIRECTORY', { country, service, reason: 'outside-networks' });
      const changed = await this.#take(country, service, record);
      this.#trouble.delete(key);
      return changed;
    } catch (error) {
      const told = isNcpError(error) ? error : new NcpError('NCP_PEER_DIRECTORY', { country, service, reason: 'unreadable' }, error);
      this.#trouble.set(key, typeof told.details.reason === 'string' ? told.details.reason : told.code);
      this.#options.problem(told);
      return false;
    }
  }

  async #read(country: CountryCode, service: PeerService): Promise<Uint8Array> {
    try {
      return await this.#options.fetch(recordUrl(this.#options.url, country, service));
    } catch (error) {
      throw new NcpError('NCP_PEER_DIRECTORY', { country, service, reason: 'smp-unreachable' }, error);
    }
  }

  /** A certificate that an operator has not pinned waits; what was in force stays in force meanwhile (decisions O8). Not audited, not in force. */
  async #take(country: CountryCode, service: PeerService, record: ServiceRecord): Promise<boolean> {
    const key = `${country} ${service}`;
    const known = this.#active.get(key)?.record;
    if (!this.#options.pinned(country, record.certificate)) {
      if (this.#pending.get(key)?.certificate !== record.certificate) {
        await this.#options.changed({ country, service, kind: 'pending', certificate: record.certificate });
        this.#pending.set(key, record);
      }
      return false;
    }
    const changed = known?.url !== record.url || known.certificate !== record.certificate;
    if (changed) await this.#options.changed({ country, service, kind: 'activated', certificate: record.certificate });
    this.#pending.delete(key);
    this.#active.set(key, { record, readMs: this.#nowMs() });
    return changed;
  }

  /** Services whose announced change waits for an operator to pin its certificate. */
  pending(country: CountryCode): readonly PeerService[] {
    return SERVICES.filter((service) => this.#pending.has(`${country} ${service}`));
  }

  /** SHA-256 (hex) of the server certificates in the records in force: no other is the country's (wire-contract 1.6). */
  certificates(country: CountryCode): readonly string[] {
    return SERVICES.flatMap((service) => this.#active.get(`${country} ${service}`)?.record.certificate ?? []);
  }

  /**
   * Where the country is reached now: the last good records, up to their limit.
   * @throws NcpError NCP_PEER_UNAVAILABLE with the reason, when one is missing or too old
   */
  endpoints(country: CountryCode): Readonly<Record<PeerService, string>> {
    const of = (service: PeerService): string => {
      const key = `${country} ${service}`;
      const known = this.#active.get(key);
      const reason = this.#trouble.get(key) ?? 'not-read-yet';
      if (known === undefined) throw new NcpError('NCP_PEER_UNAVAILABLE', { country, service, reason });
      if (this.#nowMs() - known.readMs > (this.#options.lastGoodMs ?? LAST_GOOD_MS)) throw new NcpError('NCP_PEER_UNAVAILABLE', { country, service, reason: `last-good-too-old ${reason}` });
      return known.record.url;
    };
    return { identify: of('identify'), query: of('query'), retrieve: of('retrieve'), submit: of('submit') };
  }
}
