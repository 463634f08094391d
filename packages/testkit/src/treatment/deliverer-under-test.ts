import { flushCompileCache } from 'node:module';
import { argv, stdout } from 'node:process';
import { startDispatcherService } from '@ncp/dispatcher';
import { loadConfig } from '@ncp/runtime';
import { dieAt } from './die-at.js';

// The dispatcher as a process that ends itself at a named point of a delivery, at a pace that a test can wait for.
const [, , configFile = '', ambushFile = ''] = argv;
await startDispatcherService(loadConfig(configFile, {}), { relayMs: 50, sweepMs: 100, lockMs: 2_000, stalledCheckMs: 500 }, dieAt(ambushFile));
flushCompileCache();
stdout.write('ready\n');
