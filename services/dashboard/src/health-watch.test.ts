import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { instant } from '@ncp/domain';
import type { Clock } from '@ncp/runtime';
import { watchHealth } from './health-watch.js';

const NOW = instant('2026-06-12T09:00:00Z');

describe('the watch over our own parts', () => {
  it('sees within two seconds that one which was only starting is ready', async () => {
    let status = 503;
    const server = createServer((_, response) => { response.writeHead(status).end(); });
    await new Promise<void>((settle) => { server.listen(0, '127.0.0.1', settle); });
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/readyz`;
    const watch = await watchHealth([{ name: 'ncp-a', url }], { now: () => NOW } as Clock);
    expect(watch.parts()).toEqual([{ name: 'ncp-a', up: false, since: NOW }]);
    status = 200;
    await sleep(2_000);
    expect(watch.parts()).toEqual([{ name: 'ncp-a', up: true }]);
    watch.stop();
    server.closeAllConnections();
    await new Promise((settle) => { server.close(settle); });
  });
});
