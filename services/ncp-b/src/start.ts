import { constants, createSign, createVerify, X509Certificate } from 'node:crypto';
import { instantFromEpoch, NcpError } from '@ncp/domain';
import type { Probe } from '@ncp/exchange';
import { boundedLabel, observeHttp, startHealthServer, type Config, type Logger } from '@ncp/runtime';
import { probeCountries, serveTls } from '@ncp/transport';
import type { Identity } from '@ncp/trust';
import { api } from './app.js';
import { composeIssuers, composeTokens } from './compose.js';
import { longWork } from './long-work.js';
import { openTreatment } from './open-treatment.js';
import { scheduleProbes } from './probing.js';
import { rateLimit } from './rate-limit.js';

const DRAIN_MS = 10_000;
/** Pharmacy chains come from few addresses, and a counter that waits holds a stream open. */
const ADDRESS_LIMITS = { connectionsPerPeer: 2_000, requestsPerPeer: 1_000 } as const;

export interface RunningNcpB {
  readonly port: number;
  readonly healthPort: number;
  readonly log: Logger;
  close(): Promise<void>;
}

export interface NcpBOptions {
  /** The test runner's way to stop the process at a named point; a release passes none. */
  readonly probe?: Probe;
  /** Tests shorten what they wait for. */
  readonly timeoutMs?: number;
}

/**
 * Starts NCP-B: identities, trust, store, countries, API, health, in that order; whatever is missing stops the start with its code.
 * @throws NcpError NCP_CONFIG_INVALID, NCP_CONFIG_FILE, NCP_TRUST_KEY, NCP_STORE_UNAVAILABLE, NCP_STORE_MIGRATION
 */
export async function startNcpB(config: Config, options: NcpBOptions = {}): Promise<RunningNcpB> {
  const open = await openTreatment(config);
  const { ncpB, log, metrics, clock, seal, server, trust, directory, store, terminology, peers, desk: composed } = open;
  const desk = {
    ...composed, ...(options.probe === undefined ? {} : { probe: options.probe }),
    ...(options.timeoutMs === undefined ? {} : { policy: { ...composed.policy, timeoutMs: sameFor(options.timeoutMs) } }),
  };
  const tokens = await composeTokens(ncpB, clock);
  const listening = await serveTls({
    host: ncpB.host, port: ncpB.port, tls: { certificatePem: server.certificatePem, keyPem: server.keyPem }, limits: ADDRESS_LIMITS,
    handler: observeHttp(metrics, api({
      desk, catalogue: terminology.catalogue, work: longWork(clock), verify: tokens.verify, clock, log,
      rate: rateLimit(ncpB.maxRequestsPerSecond, () => performance.now()),
    }, ncpB.sts ? composeIssuers(config, (der) => trust.signer(der, clock.now())) : undefined)),
    observe: (event) => {
      metrics.handshakeFailures.inc({ kind: event.kind, reason: boundedLabel(event.reason) });
      log.warn('connection refused', { state: event.kind, codes: [event.reason] });
    },
  });
  const health = await startHealthServer({ host: config.health?.host, port: ncpB.healthPort }, metrics, [
    { name: 'database', check: () => store.ready() },
    { name: 'signer', check: async () => { proveKey(seal); } },
    { name: 'trust', check: async () => { trust.signer(seal.certificateDer, instantFromEpoch(clock.epochMs())); } },
  ]);
  const knocking = probeCountries({ directory, peers });
  const probing = scheduleProbes({ gateway: desk, directory, peers, store, settings: ncpB.probe, clock, log });
  log.info('ready', { port: listening.port });
  return {
    port: listening.port, healthPort: health.port, log,
    close: async () => {
      knocking.stop();
      await probing.stop();
      await listening.close(DRAIN_MS);
      await health.close();
      tokens.http.close();
      await open.close();
    },
  };
}

const sameFor = (ms: number): { readonly identify: number; readonly query: number; readonly retrieve: number; readonly submit: number } => ({ identify: ms, query: ms, retrieve: ms, submit: ms });

const CHALLENGE = Buffer.from('ncp-b readiness');

/** The seal key can still sign, and fits its certificate. @throws NcpError NCP_TRUST_KEY */
function proveKey(seal: Identity): void {
  const signature = createSign('sha256').update(CHALLENGE).sign({ key: seal.key, padding: constants.RSA_PKCS1_PADDING });
  const fits = createVerify('sha256').update(CHALLENGE).verify(new X509Certificate(seal.certificateDer).publicKey, signature);
  if (!fits) throw new NcpError('NCP_TRUST_KEY', { role: 'seal' });
}
