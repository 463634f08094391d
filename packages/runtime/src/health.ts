import { createServer, type Server } from 'node:http';
import type { Metrics } from './metrics.js';
import { withinLimit } from './within-limit.js';

/** One thing readiness depends on. `check` resolves when usable and rejects when not. */
export interface ReadinessCheck {
  readonly name: 'database' | 'audit' | 'signer' | 'trust' | 'queue' | 'national' | 'clock';
  check(): Promise<void>;
}

/** Where it listens; on loopback when nothing else is said. */
export interface HealthPlace {
  readonly host?: string | undefined;
  readonly port: number;
}

export interface HealthServer {
  readonly port: number;
  /** The process is about to end: not ready from now on, whatever the checks say, so that nobody sends it anything new. */
  withdraw(): void;
  close(): Promise<void>;
}

const CHECK_LIMIT_MS = 2_000;

const usable = (check: ReadinessCheck): Promise<boolean> => withinLimit(check.check(), CHECK_LIMIT_MS).then(() => true, () => false);

/**
 * `/livez`, `/readyz`, `/metrics`, on the loopback interface unless another is configured (decisions G28). Port 0 picks a free one.
 * `sources` is told beside the checks and decides nothing: how the systems that are asked were last met.
 */
export async function startHealthServer({ host = '127.0.0.1', port }: HealthPlace, metrics: Metrics, checks: readonly ReadinessCheck[], sources?: () => Readonly<Record<string, string>>): Promise<HealthServer> {
  const judged = async (): Promise<readonly (readonly [name: string, good: boolean])[]> => {
    const results = await Promise.all(checks.map(async (check) => [check.name, await usable(check)] as const));
    for (const [check, good] of results) metrics.ready.set({ check }, Number(good));
    return results;
  };
  metrics.beforeScrape(async () => { await judged(); });
  let leaving = false;
  const server: Server = createServer((request, response) => {
    const answer = (status: number, type: string, body: string): void => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    };
    if (request.method !== 'GET') return answer(405, 'text/plain', '');
    if (request.url === '/livez') return answer(200, 'application/json', '{"live":true}');
    if (request.url === '/metrics') {
      metrics.scrape().then((text) => { answer(200, metrics.registry.contentType, text); }, () => { answer(500, 'text/plain', ''); });
      return;
    }
    if (request.url !== '/readyz') return answer(404, 'text/plain', '');
    judged().then((results) => {
      const ready = !leaving && results.every(([, good]) => good);
      answer(ready ? 200 : 503, 'application/json', JSON.stringify({
        ready, ...(leaving ? { leaving } : {}), checks: Object.fromEntries(results), ...(sources === undefined ? {} : { sources: sources() }),
      }));
    }, () => { answer(500, 'text/plain', ''); });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    withdraw: () => { leaving = true; },
    close: () => new Promise((resolve) => { server.close(() => { resolve(); }); server.closeAllConnections(); }),
  };
}
