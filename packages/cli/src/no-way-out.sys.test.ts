import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { CLI, runProgram, type Ended } from '../fixtures/run-cli.js';
import { ROOT } from './layout.js';

const folder = mkdtempSync(join(tmpdir(), 'ncp-no-way-out-'));
const GUARD = join(ROOT, 'packages/cli/fixtures/no-way-out.cjs');
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

let runs = 0;
/** Runs a program of Node.js, and every one that it starts, on a machine without a way out; `tried` is who was to be reached all the same. */
async function ashore(...args: readonly string[]): Promise<Ended & { readonly tried: readonly string[] }> {
  runs += 1;
  const tried = join(folder, `tried-${String(runs)}`);
  const ended = await runProgram(process.execPath, args, { NODE_OPTIONS: `--require=${GUARD}`, NCP_TRIED: tried, TMPDIR: folder });
  return { ...ended, tried: existsSync(tried) ? readFileSync(tried, 'utf8').trimEnd().split('\n') : [] };
}

describe('commands contact nothing but this machine and what they are told', () => {
  it.each([
    ['an address', `require('node:net').connect(443, '192.0.2.1').on('error', (e) => console.log(e.code))`, '192.0.2.1:443'],
    ['an address, over TLS', `require('node:https').get('https://192.0.2.1/').on('error', (e) => console.log(e.code))`, '192.0.2.1:443'],
    ['a name, over TLS', `require('node:https').get('https://elsewhere.example/').on('error', (e) => console.log(e.code))`, 'elsewhere.example:443'],
    ['a name, by fetch', `fetch('https://elsewhere.example/').catch((e) => console.log(e.cause.code))`, 'elsewhere.example:443'],
    ['a name that is only asked for', `require('node:dns').lookup('elsewhere.example', (e) => console.log(e.code))`, 'elsewhere.example'],
    // As services are started: by a shell, with an environment of their own.
    ['a process that it starts', `require('node:child_process').spawn('/bin/sh', ['-c', 'exec "$0" "$@"', process.execPath, '--eval', "require('node:net').connect(25, '192.0.2.7').on('error', (e) => console.log(e.code))"], { env: {}, stdio: 'inherit' })`, '192.0.2.7:25'],
  ])('%s is noticed (control)', async (_what, program, tried) => {
    expect(await ashore('--eval', program)).toMatchObject({ stdout: 'ENETUNREACH\n', tried: [tried] });
  });

  it.each([
    [0, ['help']], [0, ['certs', '--out', join(folder, 'pki'), '--countries', 'SE,FI']], [0, ['explain', 'CountryDown']], [0, ['completion', 'bash']],
    [0, ['fuzz', '--list']], [0, ['terminology', 'list', '--state', join(folder, 'none')]], [1, ['conformance', 'security', '--list']], [65, ['validate', '/no/such.xml']],
  ] as const)('ends with %s: ncp %j', async (status, args) => {
    expect(await ashore(CLI, ...args)).toMatchObject({ status, tried: [] });
  }, 60_000);

  it('whole visits both ways, with every service, the database and the parties outside', async () => {
    expect(await ashore(CLI, 'demo', '--json', '--out', join(folder, 'kept'))).toMatchObject({ status: 0, tried: [] });
  }, 180_000);

  it('a database that is named is asked for, and nobody else', async () => {
    const { status, tried } = await ashore(CLI, 'migrate', '--database', 'postgres://ncp_owner@db.example:5432/ncp');
    expect(status).not.toBe(0);
    expect([...new Set(tried)]).toEqual(['db.example:5432']);
  }, 60_000);
});
