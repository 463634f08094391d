import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, runsProgram } from './alive.js';
import { readProcesses, serviceEnvironment, startProcess, stopProcesses, waitReady, writeProcesses, type Running } from './processes.js';
import { withDeploymentLock } from './start-lock.js';

let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'ncp-processes-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

const start = (text: string): Running => {
  const entry = join(folder, 'program.mjs');
  writeFileSync(entry, text);
  return startProcess({ name: 'one', entry, args: [], logs: join(folder, 'logs'), mark: 'm', ready: '', readyText: '' });
};

describe('processes of a deployment', () => {
  it('are found again by number and program, and end when asked', async () => {
    const running = start('setInterval(() => undefined, 1000);');
    const file = join(folder, 'processes.json');
    writeProcesses(file, [running]);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(readProcesses(file)).toEqual([running]);
    await stopProcesses([running]);
    expect(isAlive(running.pid)).toBe(false);
    expect(readProcesses(file)).toEqual([]);
  });

  it('end by force when they do not listen', async () => {
    const running = start(`process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000);`);
    while (!runsProgram(running.pid, running.entry)) await new Promise((resolve) => { setTimeout(resolve, 10); });
    await new Promise((resolve) => { setTimeout(resolve, 300); });
    await stopProcesses([running], 200);
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    expect(isAlive(running.pid)).toBe(false);
  });

  it('are never taken for another program that got their number', async () => {
    const other: Running = { name: 'one', pid: process.pid, entry: '/no/such/program.js', log: '', mark: '' };
    writeProcesses(join(folder, 'processes.json'), [other]);
    expect(readProcesses(join(folder, 'processes.json'))).toEqual([]);
    await stopProcesses([other]);
    expect(isAlive(process.pid)).toBe(true);
  });

  it('are none when their file is damaged', () => {
    writeFileSync(join(folder, 'processes.json'), '[{"name":');
    expect(readProcesses(join(folder, 'processes.json'))).toEqual([]);
  });

  const waiting = { logged: 0, limitMs: 5_000 };
  const nowhere = { ready: 'http://127.0.0.1:9/', readyText: 'listening' };

  it('are reported with their log when they die before they are ready', async () => {
    const running = start('process.exit(3);');
    await expect(waitReady(running, nowhere, waiting)).rejects.toMatchObject({ code: 'NCP_CLI_PROCESS', details: { process: 'one', log: running.log } });
  });

  it('are told apart from those whose port somebody took meanwhile', async () => {
    const running = start(`console.log('EADDRINUSE'); process.exit(3);`);
    await expect(waitReady(running, nowhere, waiting)).rejects.toMatchObject({ code: 'NCP_CLI_PORT' });
  });

  it('are not ready because another process answers at their port', async () => {
    const other = createServer((_request, response) => { response.end(); });
    await new Promise<void>((resolve) => { other.listen(0, '127.0.0.1', resolve); });
    const address = other.address();
    const ready = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
    try {
      const running = start('setTimeout(() => process.exit(3), 200);');
      await expect(waitReady(running, { ready, readyText: 'listening' }, waiting)).rejects.toMatchObject({ code: 'NCP_CLI_PROCESS' });
      const good = start(`console.log('listening'); setInterval(() => undefined, 1000);`);
      await waitReady(good, { ready, readyText: 'listening' }, waiting);
      await stopProcesses([good]);
    } finally {
      other.close();
      other.closeAllConnections();
    }
  });

  it('do not inherit what would override their configuration', () => {
    process.env['NLL_BASE_URL'] = 'http://elsewhere';
    try {
      expect(serviceEnvironment()).not.toHaveProperty('NLL_BASE_URL');
      expect(serviceEnvironment()).toHaveProperty('PATH');
    } finally {
      delete process.env['NLL_BASE_URL'];
    }
  });
});

describe('withDeploymentLock', () => {
  it('lets one command in after the other', async () => {
    const file = join(folder, 'lock');
    const order: string[] = [];
    const slow = withDeploymentLock(file, async () => {
      order.push('a begins');
      await new Promise((resolve) => { setTimeout(resolve, 150); });
      order.push('a ends');
    });
    await withDeploymentLock(file, () => { order.push('b'); return Promise.resolve(); });
    await slow;
    expect(order).toEqual(['a begins', 'a ends', 'b']);
  });

  it('takes over the lock of a command that was killed', async () => {
    const file = join(folder, 'lock');
    const gone = start('process.exit(0);');
    while (isAlive(gone.pid)) await new Promise((resolve) => { setTimeout(resolve, 10); });
    writeFileSync(file, String(gone.pid));
    expect(await withDeploymentLock(file, () => Promise.resolve('in'))).toBe('in');
  });
});
