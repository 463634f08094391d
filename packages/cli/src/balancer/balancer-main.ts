import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { startBalancer, type Front } from './balancer.js';

// The balancer of `./ncp start --profile production-like`. `--config`: JSON, {fronts, control}. On the control port, loopback: /readyz is
// 200 while each front has a replica that is ready; /status tells of each replica. Nothing about content exists here to be told.
const { values } = parseArgs({ options: { config: { type: 'string' } } });
const { fronts, control } = JSON.parse(readFileSync(values.config ?? '', 'utf8')) as { readonly fronts: readonly Front[]; readonly control: number };
const HOST = '127.0.0.1';
const GRACE_MS = 10_000;

const balancer = await startBalancer({ host: HOST, fronts });
const server = createServer((request, response) => {
  const asked = request.method === 'GET' ? request.url : undefined;
  const status = asked === '/status' || (asked === '/readyz' && balancer.isReady()) ? 200 : asked === '/readyz' ? 503 : 404;
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(status === 404 ? '' : JSON.stringify(balancer.status()));
});
await new Promise<void>((resolve, reject) => {
  server.once('error', reject);
  server.listen(control, HOST, resolve);
});
process.stdout.write(`BALANCER ${fronts.map(({ name, port }) => `${name} ${port}`).join(', ')}\n`);

const close = async (): Promise<void> => {
  await balancer.close(GRACE_MS);
  process.exit(0);
};
process.once('SIGTERM', () => { void close(); });
process.once('SIGINT', () => { void close(); });
