import { argv, env, kill, pid } from 'node:process';
import { startNcpA } from '@ncp/ncp-a';
import type { ProbePoint } from '@ncp/exchange';
import { loadConfig } from '@ncp/runtime';

// NCP-A as a process that stops itself at a named point: composed here, so that no release build can do it (RS 9).
const config = loadConfig(argv[2] ?? '', {});
const killAt = env['NCP_TEST_KILL_AT'] as ProbePoint | undefined;
const running = await startNcpA(config, killAt === undefined ? undefined : (point) => {
  if (point === killAt) kill(pid, 'SIGKILL');
});
process.stdout.write(`ready ${running.port} ${running.healthPort}\n`);
