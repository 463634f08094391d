import { stopDeployment } from '../deployment/stop.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';

export async function stopCommand(output: Output, { state }: { readonly state: string }): Promise<ExitCode> {
  const stopped = await stopDeployment(state);
  const ended = [...stopped.processes, ...(stopped.database ? ['database'] : [])];
  output.line(ended.length === 0 ? 'nothing was running' : `stopped: ${ended.join(', ')}`);
  output.result({ ok: true, stopped: ended });
  return EXIT.ok;
}
