import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { NcpError } from '@ncp/domain';
import { serviceEnvironment } from './deployment/processes.js';
import { ROOT } from './layout.js';

const KEPT_ERROR_LINES = 10;

/**
 * Runs a built Node program of the checkout that writes one JSON object a line, and hands over each as it comes.
 * Gives the exit status. @throws NcpError NCP_CLI_PROCESS when it fails without a word on standard output
 */
export async function childLines(entry: string, args: readonly string[], onLine: (line: unknown) => void): Promise<number> {
  const child = spawn(process.execPath, [entry, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: serviceEnvironment() });
  const errors: string[] = [];
  let lines = 0;
  child.stderr.setEncoding('utf8').on('data', (text: string) => { errors.push(text); });
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines += 1;
    onLine(JSON.parse(line));
  });
  const status = await new Promise<number>((settle, fail) => {
    child.once('error', fail);
    child.once('close', (code) => { settle(code ?? 1); });
  });
  if (status !== 0 && (lines === 0 || errors.length > 0)) {
    throw new NcpError('NCP_CLI_PROCESS', { process: entry.slice(ROOT.length + 1), said: errors.join('').split('\n').slice(0, KEPT_ERROR_LINES) });
  }
  return status;
}
