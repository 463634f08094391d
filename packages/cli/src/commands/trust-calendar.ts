import { join } from 'node:path';
import { instant, instantFromEpoch, NcpError, type Instant } from '@ncp/domain';
import { loadConfig } from '@ncp/runtime';
import { readTrustFiles, trustCalendar, watchedCertificates, type CalendarEntry } from '@ncp/trust';
import { EXIT, type ExitCode } from '../exit-code.js';
import { layoutIn } from '../layout.js';
import type { Output } from '../output.js';

export interface CalendarOptions {
  readonly state: string;
  /** A configuration instead of that of the deployment. */
  readonly config?: string;
  /** Day on which everything is judged; today when absent. */
  readonly at?: string;
}

function dayOf(text: string | undefined, now: Instant): Instant {
  if (text === undefined) return now;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text))) throw new NcpError('NCP_CLI_USAGE', { at: 'YYYY-MM-DD' });
  return instant(`${text}T12:00:00Z`);
}

const line = ({ ends, daysLeft, country, kind, what, broken }: CalendarEntry): string =>
  `${ends.slice(0, 10)} ${String(daysLeft).padStart(6)} d  ${country}  ${kind.padEnd(15)} ${broken === undefined ? 'holds' : broken}  ${what}`;

/**
 * The trust calendar of a configuration: what ends when, and what would be refused on a day. Exit 1 when something would.
 * @throws NcpError NCP_CONFIG_FILE, NCP_CONFIG_INVALID, NCP_TRUST_CRL, NCP_CLI_USAGE
 */
export async function trustCalendarCommand(output: Output, { state, config, at: day }: CalendarOptions): Promise<ExitCode> {
  const file = config ?? join(layoutIn(state).configs, 'ncp-a.yaml');
  const now = instantFromEpoch(Date.now());
  const at = dayOf(day, now);
  const loaded = loadConfig(file, {});
  const entries = await trustCalendar(await readTrustFiles(loaded.countries), await watchedCertificates(loaded), { now, at });
  const broken = entries.filter((entry) => entry.broken !== undefined);
  for (const entry of entries) output.line(line(entry));
  output.line(broken.length === 0 ? `everything holds on ${at.slice(0, 10)}` : `${String(broken.length)} of ${String(entries.length)} would be refused on ${at.slice(0, 10)}`);
  output.result({ ok: broken.length === 0, at, entries });
  return broken.length === 0 ? EXIT.ok : EXIT.negative;
}
