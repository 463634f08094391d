import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './layout.js';
import { runProgram } from '../fixtures/run-cli.js';

const LAUNCHER = join(ROOT, 'ncp');
const COMMANDS = ['demo', 'test', 'start', 'stop', 'certs', 'validate', 'explain', 'audit', 'bench', 'doctor', 'help'];

describe('the launcher', () => {
  it('is shell that every POSIX sh reads', async () => { expect(await runProgram('sh', ['-n', LAUNCHER])).toMatchObject({ status: 0, stderr: '' }); });

  it('shows the help, with every command and every exit code', async () => {
    const { status, stdout } = await runProgram(LAUNCHER, ['help']);
    expect(status).toBe(0);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^ +${command}\\b`, 'm'));
    for (const code of [0, 1, 64, 65, 69, 70]) expect(stdout).toMatch(new RegExp(`^ +${code} +`, 'm'));
  }, 120_000);

  it('hands on arguments and exit status as they are', async () => {
    expect((await runProgram(LAUNCHER, ['nothing such'])).status).toBe(64);
    expect((await runProgram(LAUNCHER, ['validate', '/no/such file.xml'])).status).toBe(65);
  }, 120_000);

  it('works from any folder and without a home', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ncp-launcher-'));
    try {
      const { status, stdout } = await runProgram('sh', ['-c', `cd '${folder}' && '${LAUNCHER}' doctor --help`], { HOME: '/nonexistent' });
      expect(status).toBe(0);
      expect(stdout).toContain('Usage: ncp doctor');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
