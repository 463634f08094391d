import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { ProbePoint } from '@ncp/exchange';
import type { Victim } from '../victim.js';

/** What happens to a gateway under test the next time it comes to a point of its work, once. */
export interface Ambush {
  readonly at: ProbePoint;
  /** Other processes that end at that moment, before the gateway does. */
  readonly victims?: readonly Victim[];
  /** The gateway itself goes on: only what it stands on is lost, or time. */
  readonly spared?: boolean;
  /** It stands still this long, as a machine that is suspended. */
  readonly frozenMs?: number;
}

/** Laid in a file that the gateway looks for at each point: it need not be started anew to walk into it. */
export function layAmbush(file: string, ambush: Ambush | undefined): void {
  if (ambush === undefined) {
    rmSync(file, { force: true });
    return;
  }
  writeFileSync(`${file}.new`, JSON.stringify(ambush));
  renameSync(`${file}.new`, file);
}

/** The ambush that waits at this point; it is gone afterwards. */
export function springAmbush(file: string, point: ProbePoint): Ambush | undefined {
  if (!existsSync(file)) return undefined;
  const ambush = JSON.parse(readFileSync(file, 'utf8')) as Ambush;
  if (ambush.at !== point) return undefined;
  rmSync(file, { force: true });
  return ambush;
}
