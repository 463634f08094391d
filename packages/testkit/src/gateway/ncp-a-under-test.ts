import { flushCompileCache } from 'node:module';
import { argv, kill, pid, stdout } from 'node:process';
import { startNcpA } from '@ncp/ncp-a';
import { loadConfig } from '@ncp/runtime';
import { endNow, standStill } from '../victim.js';
import { springAmbush } from './ambush.js';

// NCP-A as a process that stops itself, or what it stands on, at a named point: composed here, so that no release build can
// do it (RS 9).
const [, , configFile = '', ambushFile] = argv;
const running = await startNcpA(loadConfig(configFile, {}), ambushFile === undefined ? undefined : (point) => {
  const ambush = springAmbush(ambushFile, point);
  if (ambush === undefined) return;
  for (const victim of ambush.victims ?? []) endNow(victim);
  if (ambush.frozenMs !== undefined) standStill(ambush.frozenMs);
  if (ambush.spared !== true) kill(pid, 'SIGKILL');
});
// Its end is mostly sudden: what was compiled is kept now.
flushCompileCache();
stdout.write(`ready ${running.port} ${running.healthPort}\n`);
