import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { parseArgs } from 'node:util';
import { httpClient } from '@ncp/transport';
import { answerPlans } from '../foreign/answer-plans.js';
import { signInOperator } from './sign-in.js';

// Operators at the dashboard of a deployment, by an outside client: one page again and again, timed as `answerPlans` is told;
// beside it so many open home pages whose present is streamed to them.
const { values } = parseArgs({
  options: {
    'manifest': { type: 'string' },
    'person': { type: 'string', default: 'olle' },
    /** What is asked for, under the dashboard's address. */
    'path': { type: 'string', default: '/' },
    'concurrency': { type: 'string', default: '1' },
    /** Pages that are open and listen. */
    'streams': { type: 'string', default: '0' },
  },
});
const tell = (event: object): void => { process.stdout.write(`${JSON.stringify(event)}\n`); };

interface OperatedManifest {
  readonly services: { readonly dashboard?: { readonly url: string } };
  readonly trust: { readonly ca: string };
}

const manifest = JSON.parse(readFileSync(values.manifest ?? '', 'utf8')) as OperatedManifest;
const origin = manifest.services.dashboard?.url;
if (origin === undefined) throw new Error('the run manifest names no dashboard');
const authority = readFileSync(manifest.trust.ca, 'utf8');
const secure = httpClient({ tls: { authorities: [authority] }, maxConnections: 8, idleMs: 30_000 });
const plain = httpClient();
const browser = await signInOperator({ request: (one) => (one.url.startsWith('https:') ? secure : plain).request(one) }, origin, values.person);

/** A page that is open: whatever is streamed is read and forgotten. */
const listen = (): Promise<void> => new Promise((resolve, reject) => {
  const asked = request(`${origin}/events`, { ca: authority, agent: false, headers: { cookie: browser.cookie, accept: 'text/event-stream' } }, (answer) => {
    if (answer.statusCode !== 200) return reject(new Error(`events: status ${String(answer.statusCode)}`));
    answer.resume();
    resolve();
  });
  asked.once('error', reject);
  asked.end();
});
await Promise.all(Array.from({ length: Number(values.streams) }, listen));

const unit = {
  async run(): Promise<void> {
    const { status } = await browser.get(values.path);
    if (status !== 200) throw new Error(`status ${String(status)}`);
  },
};
await answerPlans(Array.from({ length: Number(values.concurrency) }, () => unit), { tell });
secure.close();
plain.close();
process.exit(0);
