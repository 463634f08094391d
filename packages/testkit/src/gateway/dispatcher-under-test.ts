import { flushCompileCache } from 'node:module';
import { argv, stdout } from 'node:process';
import { startDispatcherService } from '@ncp/dispatcher';
import { loadConfig } from '@ncp/runtime';

// The dispatcher as it is, at a pace that a test can wait for: relay and sweep, not the schedule of the looks.
const PACE = { relayMs: 200, sweepMs: 400, lockMs: 2_000, stalledCheckMs: 500 };
const running = await startDispatcherService(loadConfig(argv[2] ?? '', {}), PACE);
flushCompileCache();
stdout.write(`ready ${running.healthPort}\n`);
