import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COUNTRIES, instant, instantFromEpoch, NcpError, SWEDEN_HOME_COMMUNITY_ID, type CountryCode, type Instant } from '@ncp/domain';
import { loadConfig, type Config } from '@ncp/runtime';
import { readTrustFiles, trustCalendar, type CalendarEntry, type WatchedCertificate } from '@ncp/trust';
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

const PEM = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g;
const derIn = (file: string): readonly Uint8Array[] => {
  try {
    return [...readFileSync(file, 'latin1').matchAll(PEM)].map(([, body = '']) => new Uint8Array(Buffer.from(body, 'base64')));
  } catch (error) {
    throw new NcpError('NCP_CONFIG_FILE', { path: file }, error);
  }
};

const SWEDEN = COUNTRIES.find(({ homeCommunityId }) => homeCommunityId === SWEDEN_HOME_COMMUNITY_ID)?.code ?? ('SE' as CountryCode);

/** Every certificate that the configuration names: ours by what they do, those of others by their pins. */
function watchedIn({ seal, ncpA, ncpB, countries }: Config): readonly WatchedCertificate[] {
  const own = (what: string, file: string | undefined, purpose: WatchedCertificate['purpose']): readonly WatchedCertificate[] =>
    (file === undefined ? [] : derIn(file).slice(0, 1).map((der) => ({ what, country: SWEDEN, purpose, der })));
  return [
    ...own('our seal', seal.cert, 'signer'), ...own('our TLS server, country A', ncpA.tls?.cert, 'server'),
    ...own('our TLS client, country B', ncpB?.tlsClient.cert, 'client'), ...own('our TLS server, national API', ncpB?.tls.cert, 'server'),
    ...countries.flatMap(({ code, tlsPins }) => tlsPins.flatMap((file) => derIn(file).map((der): WatchedCertificate =>
      ({ what: `pin ${file.split('/').at(-1) ?? ''}`, country: code as CountryCode, purpose: 'any-end', der })))),
  ];
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
  const entries = await trustCalendar(await readTrustFiles(loaded.countries), watchedIn(loaded), { now, at });
  const broken = entries.filter((entry) => entry.broken !== undefined);
  for (const entry of entries) output.line(line(entry));
  output.line(broken.length === 0 ? `everything holds on ${at.slice(0, 10)}` : `${String(broken.length)} of ${String(entries.length)} would be refused on ${at.slice(0, 10)}`);
  output.result({ ok: broken.length === 0, at, entries });
  return broken.length === 0 ? EXIT.ok : EXIT.negative;
}
