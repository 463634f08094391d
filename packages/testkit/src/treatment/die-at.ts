import { kill, pid } from 'node:process';
import type { Probe } from '@ncp/exchange';
import { springAmbush } from '../gateway/ambush.js';
import { endNow, standStill } from '../victim.js';

/** Ends this process, or what it stands on, when it comes to the point that is named in the file (RS 9). */
export const dieAt = (ambushFile: string): Probe => (point) => {
  const ambush = springAmbush(ambushFile, point);
  if (ambush === undefined) return;
  for (const victim of ambush.victims ?? []) endNow(victim);
  if (ambush.frozenMs !== undefined) standStill(ambush.frozenMs);
  if (ambush.spared !== true) kill(pid, 'SIGKILL');
};
