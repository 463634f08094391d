import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { countryCode, countryNames, ERROR_REGISTRY, NcpError, ownerOf, parseCountryCode, type CountryCode, type CountryFacts, type NcpErrorCode, type ServiceFacts } from '@ncp/domain';
import { isAlive } from '@ncp/exchange';
import { checkConfig, dashboardConfigSchema, readConfigTree, type DashboardConfig } from '@ncp/runtime';
import { openOperations, type ProbeState } from '@ncp/store';
import { switchedOff, type SwitchedOff } from '@ncp/trust';
import { childLines } from '../child-lines.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { layoutIn, serviceEntry } from '../layout.js';
import type { Output } from '../output.js';

export interface CountryOptions {
  readonly state: string;
  /** Folder with dashboard.yaml and ncp-b.yaml, instead of that of the deployment. */
  readonly configs?: string;
  /** Asks now, and tells what came of it. */
  readonly probe?: boolean;
}

interface CountryState extends CountryFacts {
  readonly probes: readonly ProbeState[];
  /** Switched off by the operators: nothing is sent, so that nothing it does not answer is its fault. */
  readonly off?: SwitchedOff['off'];
}

function wantedIn(text: string | undefined): CountryCode | undefined {
  if (text === undefined) return undefined;
  if (!parseCountryCode(text).ok) throw new NcpError('NCP_CLI_USAGE', { argument: 'country', needed: 'two upper-case letters' });
  return countryCode(text);
}

/** What the dashboard may see is what this command tells. @throws NcpError NCP_CLI_NOT_RUNNING, NCP_CONFIG_INVALID */
function seenBy(file: string): DashboardConfig['dashboard'] {
  if (!existsSync(file)) throw new NcpError('NCP_CLI_NOT_RUNNING', { file });
  const parsed = dashboardConfigSchema.safeParse(readConfigTree(file, {}, {}));
  if (!parsed.success) throw new NcpError('NCP_CONFIG_INVALID', { file, faults: parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`) });
  return parsed.data.dashboard;
}

/** NCP-B's own program asks, with its own configuration: nothing else here can. @throws NcpError NCP_CLI_PROCESS */
async function probeNow(configs: string, wanted: CountryCode | undefined): Promise<void> {
  const file = join(configs, 'ncp-b.yaml');
  if (!existsSync(file)) throw new NcpError('NCP_CLI_NOT_RUNNING', { file });
  const status = await childLines(serviceEntry('ncp-b/main'), ['--config', file, '--probe', wanted ?? 'all'], () => undefined);
  if (status !== 0) throw new NcpError('NCP_CLI_PROCESS', { process: 'ncp-b', file });
}

/** What the records of NCP-B switch off; nothing where no NCP-B is configured. @throws NcpError NCP_CONFIG_FILE, NCP_CONFIG_INVALID, NCP_TRUST_KEY */
async function offIn(file: string): Promise<readonly SwitchedOff[]> {
  if (!existsSync(file)) return [];
  // Its secrets stay unread: whoever looks at countries needs none of them.
  const checked = checkConfig(readConfigTree(file, {}, {}));
  if ('faults' in checked) throw new NcpError('NCP_CONFIG_INVALID', { file, faults: checked.faults.map(({ path, expected }) => `${path}: ${expected}`) });
  const { ncpB } = checked.config;
  if (ncpB === undefined) return [];
  const [folder, publicKey] = [resolve(dirname(file), ncpB.directory.folder), resolve(dirname(file), ncpB.directory.publicKey)];
  try {
    return await switchedOff({ folder, publicKeyPem: readFileSync(publicKey, 'utf8') });
  } catch (error) {
    throw error instanceof NcpError ? error : new NcpError('NCP_CONFIG_FILE', { file: publicKey }, error);
  }
}

async function statesOf({ countries, database }: DashboardConfig['dashboard'], wanted: CountryCode | undefined, off: readonly SwitchedOff[]): Promise<readonly CountryState[]> {
  const codes = countries.map(countryCode).filter((code) => wanted === undefined || code === wanted);
  const { operations, close } = await openOperations({ url: database.url, application: 'ncp country' });
  try {
    const [facts, probes] = await Promise.all([operations.countries(codes), operations.probes(codes)]);
    return codes.map((code) => {
      const switched = off.find((one) => one.code === code);
      return { ...facts.find((one) => one.code === code) ?? { code, services: [] }, probes: probes.filter(({ country }) => country === code), ...(switched === undefined ? {} : { off: switched.off }) };
    });
  } finally {
    await close();
  }
}

/** Inbound trouble is told and is nobody's fault abroad; a country works while what we ask of it is answered. */
const works = ({ services, probes }: CountryState): boolean =>
  probes.every(isAlive) && services.every(({ direction, failingSince }) => direction === 'inbound' || failingSince === undefined);

/** Nobody expects an answer of a country that is switched off. */
const fails = (state: CountryState): boolean => state.off === undefined && !works(state);

const clock = (at: string | undefined): string => (at === undefined ? '-' : `${at.slice(0, 10)} ${at.slice(11, 19)}Z`);
const whose = (code: string | undefined): string => (code === undefined || code === '' ? '' : `${code} (${ownerOf(code)})`);

const serviceLine = ({ direction, service, lastSuccess, failingSince, code, answersAgain }: ServiceFacts): string => {
  const after = failingSince === undefined ? '' : `  since ${clock(failingSince)}  ${whose(code)}`;
  return `  ${direction.padEnd(9)} ${service.padEnd(24)} ${failingSince === undefined ? 'works  ' : 'FAILING'}  last success ${clock(lastSuccess)}${answersAgain === undefined ? after : `  failed after that; a probe was answered ${clock(answersAgain)}`}`;
};

const probeLine = ({ service, kind, outcome, ms, at, lastSuccess, failingSince, code }: ProbeState): string =>
  `  probe     ${`${service} (${kind})`.padEnd(24)} ${outcome.padEnd(8)} ${String(ms)} ms at ${clock(at)}${failingSince === undefined ? '' : `  since ${clock(failingSince)}, last success ${clock(lastSuccess)}`}  ${whose(code)}`.trimEnd();

function show(output: Output, state: CountryState): void {
  const { off } = state;
  const fares = works(state) ? 'answers' : 'DOES NOT ANSWER';
  output.line(`${state.code} ${countryNames(state.code).en}: ${off === undefined ? fares : `SWITCHED OFF since ${clock(off.since)}: ${off.reason.en}`}`);
  if (state.services.length === 0) output.line('  no traffic yet');
  for (const one of state.services) output.line(serviceLine(one));
  if (state.probes.length === 0) output.line('  never probed');
  for (const one of state.probes) output.line(probeLine(one));
  const codes = [...new Set([...state.probes, ...state.services].flatMap(({ code }) => (code === undefined || code === '' ? [] : [code])))];
  for (const code of codes.filter((one): one is NcpErrorCode => Object.hasOwn(ERROR_REGISTRY, one))) output.line(`  ${code}: ${ERROR_REGISTRY[code].hint.en}`);
  if (fails(state)) output.line('  what to do: docs/runbooks/CountryDown.md');
}

/**
 * How countries fare, by service and direction: from real traffic, and from probes, which are in no figure of traffic. Exit 1
 * when one does not answer that is not switched off. Contacts the database and, with `probe`, the endpoints of the signed country records.
 * @throws NcpError NCP_CLI_NOT_RUNNING, NCP_CLI_USAGE, NCP_CLI_PROCESS, NCP_CONFIG_FILE, NCP_CONFIG_INVALID, NCP_TRUST_KEY, NCP_STORE_UNAVAILABLE
 */
export async function countryCommand(output: Output, country: string | undefined, { state, configs = layoutIn(state).configs, probe = false }: CountryOptions): Promise<ExitCode> {
  const wanted = wantedIn(country);
  const seen = seenBy(join(configs, 'dashboard.yaml'));
  if (wanted !== undefined && !seen.countries.includes(wanted)) throw new NcpError('NCP_CLI_USAGE', { country: wanted, connected: seen.countries });
  if (probe) await probeNow(configs, wanted);
  const states = await statesOf(seen, wanted, await offIn(join(configs, 'ncp-b.yaml')));
  for (const one of states) show(output, one);
  const ok = !states.some(fails);
  output.result({ ok, countries: states.map((one) => ({ ...one, works: works(one) })) });
  return ok ? EXIT.ok : EXIT.negative;
}
