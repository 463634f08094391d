import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const HOST = '127.0.0.1';
/** Below what systems give to connections (32768 and up on Linux): a connection of anybody's never takes one between the question and its use. */
const FROM = 21_000;
const EACH = 3_500;
/** Workers that run beside each other have ports of their own. */
const first = FROM + ((Number(process.env['JEST_WORKER_ID'] ?? '1') - 1) % 2) * EACH;
let at = randomInt(EACH);

const isFree = (port: number): Promise<boolean> => new Promise((settle) => {
  const probe = createServer().once('error', () => { settle(false); }).listen(port, HOST, () => { probe.close(() => { settle(true); }); });
});

/** A loopback port that a test may bind, and bind again after a restart as a real service does; no two answers of one file are alike. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < EACH; attempt += 1) {
    at = (at + 1) % EACH;
    const port = first + at;
    if (await isFree(port)) return port;
  }
  throw new Error('no port is free');
}
