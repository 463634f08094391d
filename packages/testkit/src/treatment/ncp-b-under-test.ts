import { flushCompileCache } from 'node:module';
import { argv, stdout } from 'node:process';
import { startNcpB } from '@ncp/ncp-b';
import { loadConfig } from '@ncp/runtime';
import { dieAt } from './die-at.js';

// NCP-B as a process that ends itself at a named point: composed here, so that no release build can do it (RS 9).
const [, , configFile = '', ambushFile = ''] = argv;
const running = await startNcpB(loadConfig(configFile, {}), { probe: dieAt(ambushFile), timeoutMs: 5_000 });
flushCompileCache();
stdout.write(`ready ${running.port}\n`);
