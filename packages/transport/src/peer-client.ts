import { createHash } from 'node:crypto';
import { NcpError, isNcpError, type CountryCode, type PeerService } from '@ncp/domain';
import { HttpFailure, type CountryDirectory, type PeerAnswer, type PeerClient, type PeerOutcome, type PeerRequest } from '@ncp/exchange';
import { circuitBreaker, type Breaker } from '@ncp/runtime';
import { httpClient, type PooledHttpClient, type ProvenAnswer } from './http-client.js';
import { countsAgainst, peerFailure } from './peer-failure.js';
import type { TlsIdentity } from './tls-policy.js';

export interface PeerLimits {
  /** Connecting and shaking hands (decisions 3.3). */
  readonly connectMs: number;
  /** Requests at once for one country: whatever hangs, hangs within these (decisions 3.3). */
  readonly requestsPerCountry: number;
  /** So many failures in a row, none more than the time after the one before, and nothing is sent for that long. */
  readonly breakerFailures: number;
  readonly breakerMs: number;
  /** How long a probe waits. */
  readonly probeMs: number;
}

export const PEER_LIMITS: PeerLimits = { connectMs: 5_000, requestsPerCountry: 32, breakerFailures: 5, breakerMs: 30_000, probeMs: 5_000 };

/** Who a server certificate belongs to. @throws NcpError NCP_TRUST_* */
export type AdmitServer = (certificateDer: Uint8Array) => { readonly country: CountryCode; readonly commonName: string };

/** Where countries are, and what they announce of it. */
export interface PeerDirectory extends Pick<CountryDirectory, 'profile'> {
  /** SHA-256 (hex) of the server certificates that a country announces: no other is taken. Undefined where it announces nothing. */
  announced?(country: CountryCode): readonly string[] | undefined;
  /** Reads anew what a country announces; true when that has changed. Throws nothing. */
  reread?(country: CountryCode): Promise<boolean>;
}

export interface PeerClientOptions {
  readonly directory: PeerDirectory;
  /** Our client certificate: how we prove ourselves to every country. */
  readonly identity: TlsIdentity;
  /** Authorities (PEM), asked anew for each connection. */
  readonly authorities: () => readonly string[];
  readonly admit: AdmitServer;
  readonly epochMs: () => number;
  readonly limits?: Partial<PeerLimits>;
  readonly changed?: (country: CountryCode, breaker: 'open' | 'half-open' | 'closed') => void;
}

export interface PooledPeerClient extends PeerClient {
  /**
   * Is anybody there? A connection, both certificates and one empty question; any answer of the right server will do.
   * Never throws, and says nothing about the breaker.
   */
  probe(country: CountryCode, service: PeerService): Promise<PeerOutcome>;
  /** Closes idle connections, and every other when its request ends. */
  close(): void;
}

interface Lane {
  /** Names in the server certificates that were admitted. */
  readonly names: Map<string, string>;
  readonly http: PooledHttpClient;
  readonly breaker: Breaker;
  running: number;
}

/**
 * Mutual TLS to other countries. Each has a pool, a circuit breaker and a bulkhead of its own: a country that hangs fills its own
 * lane and no other (RS P9). Its server must have the enrolled certificate of that very country, and the one that it announces if it does
 * (wire-contract 1.6, decisions D69).
 */
export function peerClient(options: PeerClientOptions): PooledPeerClient {
  const limits = { ...PEER_LIMITS, ...options.limits };
  const lanes = new Map<CountryCode, Lane>();

  const laneOf = (country: CountryCode): Lane => {
    const known = lanes.get(country);
    if (known !== undefined) return known;
    const names = new Map<string, string>();
    const lane: Lane = {
      names, running: 0,
      breaker: circuitBreaker({
        failures: limits.breakerFailures, ms: limits.breakerMs, epochMs: options.epochMs,
        changed: (state) => { options.changed?.(country, state); },
      }),
      http: httpClient({
        maxConnections: limits.requestsPerCountry,
        tls: {
          identity: options.identity,
          get authorities() {
            return options.authorities();
          },
          admitServer: (der) => {
            const server = options.admit(der);
            if (server.country !== country) throw new NcpError('NCP_TRUST_COUNTRY', { country });
            if (options.directory.announced?.(country)?.includes(fingerprintOf(der)) === false) throw new NcpError('NCP_TRUST_PIN', { country });
            names.set(keyOf(der), server.commonName);
          },
        },
      }),
    };
    lanes.set(country, lane);
    return lane;
  };

  const post = async (lane: Lane, url: string, { contentType, body, timeoutMs, maxAnswerBytes }: PeerRequest): Promise<PeerAnswer> => {
    const answer = await lane.http.request({
      method: 'POST', url, headers: { 'content-type': contentType }, body,
      connectTimeoutMs: Math.min(limits.connectMs, timeoutMs), answerTimeoutMs: timeoutMs, maxAnswerBytes,
    });
    return withServer(answer, lane.names);
  };

  const urlOf = ({ country, service }: PeerRequest): string => options.directory.profile(country).endpoints[service];

  /** A country that nobody was reached in may have moved: what it announces is read anew, and the same bytes go once more, for nothing was sent (wire-contract 1.2, decisions 3.3). */
  const postOrFollow = async (lane: Lane, request: PeerRequest): Promise<PeerAnswer> => {
    const begunMs = performance.now();
    try {
      return await post(lane, urlOf(request), request);
    } catch (error) {
      const reachedNobody = error instanceof HttpFailure && error.stage === 'not-sent';
      if (!reachedNobody || await options.directory.reread?.(request.country) !== true) throw error;
      const leftMs = request.timeoutMs - (performance.now() - begunMs);
      if (leftMs <= 0) throw error;
      return post(lane, urlOf(request), { ...request, timeoutMs: leftMs });
    }
  };

  return {
    send: async (request) => {
      // Whom nobody knows has no lane.
      urlOf(request);
      const lane = laneOf(request.country);
      if (lane.running >= limits.requestsPerCountry) throw new NcpError('NCP_PEER_UNAVAILABLE', { country: request.country, reason: 'BUSY', sent: false });
      if (!lane.breaker.admit()) throw new NcpError('NCP_PEER_UNAVAILABLE', { country: request.country, reason: 'BREAKER_OPEN', sent: false });
      lane.running += 1;
      try {
        const answer = await postOrFollow(lane, request);
        if (countsAgainst(answer.status)) lane.breaker.failed();
        else lane.breaker.succeeded();
        return answer;
      } catch (error) {
        lane.breaker.failed();
        throw isNcpError(error) ? error : peerFailure(error, request.country);
      } finally {
        lane.running -= 1;
      }
    },
    probe: async (country, service) => {
      const begunMs = options.epochMs();
      const outcome = (kind: PeerOutcome['kind']): PeerOutcome => ({ country, service, kind, ms: options.epochMs() - begunMs, probe: true });
      try {
        const url = options.directory.profile(country).endpoints[service];
        const { status } = await laneOf(country).http.request({ method: 'GET', url, headers: {}, connectTimeoutMs: limits.connectMs, answerTimeoutMs: limits.probeMs, maxAnswerBytes: 1 << 20 });
        return outcome(countsAgainst(status) ? 'fault' : 'answered');
      } catch (error) {
        // A page that is too large is an answer too.
        if (error instanceof HttpFailure && error.reason === 'ANSWER_TOO_LARGE') return outcome('answered');
        return outcome(error instanceof HttpFailure && error.stage === 'sent' ? 'lost' : 'not-sent');
      }
    },
    close: () => {
      for (const { http } of lanes.values()) http.close();
    },
  };
}

const fingerprintOf = (certificateDer: Uint8Array): string => createHash('sha256').update(certificateDer).digest('hex');

const keyOf = (certificateDer: Uint8Array): string => Buffer.from(certificateDer).toString('base64');

/** The certificate was admitted before anything was sent on its connection: nothing can be taken back here. */
function withServer({ serverCertificateDer = new Uint8Array(), ...answer }: ProvenAnswer, names: ReadonlyMap<string, string>): PeerAnswer {
  return { ...answer, server: { commonName: names.get(keyOf(serverCertificateDer)) ?? '', certificateDer: serverCertificateDer } };
}
