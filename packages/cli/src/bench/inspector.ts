import { NcpError } from '@ncp/domain';
import type { CpuProfile } from './profile.js';

/** The engine's inspector of a process that was started with `--inspect`, as far as profiling needs it. */
interface Inspector {
  call(method: string, parameters?: object): Promise<unknown>;
  close(): void;
}

const SAMPLING_MICROSECONDS = 500;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

async function open(port: number): Promise<Inspector> {
  const targets: unknown = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
  const url: unknown = Array.isArray(targets) && isRecord(targets[0]) ? targets[0]['webSocketDebuggerUrl'] : undefined;
  if (typeof url !== 'string') throw new NcpError('NCP_CLI_PROCESS', { process: 'inspector', port });
  const socket = new WebSocket(url);
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener('message', ({ data }) => {
    const message: unknown = JSON.parse(String(data));
    if (!isRecord(message) || typeof message['id'] !== 'number') return;
    waiting.get(message['id'])?.(message['result']);
    waiting.delete(message['id']);
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => { resolve(); }, { once: true });
    socket.addEventListener('error', () => { reject(new NcpError('NCP_CLI_PROCESS', { process: 'inspector', port })); }, { once: true });
  });
  let last = 0;
  return {
    call: (method, parameters = {}) => new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      socket.send(JSON.stringify({ id: last, method, params: parameters }));
    }),
    close: () => { socket.close(); },
  };
}

/** Profiles a process while some work is done, and no longer. @throws NcpError NCP_CLI_PROCESS */
export async function profileDuring(port: number, work: () => Promise<unknown>): Promise<CpuProfile> {
  const inspector = await open(port);
  await inspector.call('Profiler.enable');
  await inspector.call('Profiler.setSamplingInterval', { interval: SAMPLING_MICROSECONDS });
  await inspector.call('Profiler.start');
  await work();
  const stopped = await inspector.call('Profiler.stop');
  inspector.close();
  if (!isRecord(stopped) || !isRecord(stopped['profile'])) throw new NcpError('NCP_CLI_PROCESS', { process: 'inspector', port });
  return stopped['profile'] as unknown as CpuProfile;
}
