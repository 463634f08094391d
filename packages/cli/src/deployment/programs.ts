import { serviceEntry } from '../layout.js';
import { healthUrl, nllUrls, abroadControl, oauthUrls } from './manifest.js';
import type { PortName, Ports } from './ports.js';

/** What a deployment is made of. Without `treatment` it is country A alone; `operation` is what operators look at, and needs both. */
export type Part = 'affiliation' | 'treatment' | 'operation';
export const PARTS: readonly Part[] = ['affiliation', 'treatment', 'operation'];
/** What visits in both directions need. */
export const VISIT_PARTS: readonly Part[] = ['affiliation', 'treatment'];

export type ProgramName = 'nll' | 'abroad' | 'oauth' | 'ncp-a' | 'ncp-b' | 'dispatcher' | 'counter' | 'dashboard';
/** Programs of the gateway read its configuration; the others are outside parties, simulated. */
export type ServiceName = Extract<ProgramName, 'ncp-a' | 'ncp-b' | 'dispatcher' | 'counter' | 'dashboard'>;

interface Program {
  readonly title: string;
  readonly part: Part;
  readonly entry: string;
  readonly ports: readonly PortName[];
  /** A loopback URL that answers 200 when it is ready, and what it writes when it listens. */
  readonly ready: (ports: Ports) => string;
  readonly readyText: string;
  /** Where people and clients find it. */
  readonly place: (ports: Ports) => string;
}

const SERVICE_READY = '"msg":"ready"';
const service = (name: string, health: PortName): Pick<Program, 'entry' | 'ready' | 'readyText'> =>
  ({ entry: serviceEntry(`${name}/main`), ready: (ports) => healthUrl(ports[health]), readyText: SERVICE_READY });

export const PROGRAMS: Readonly<Record<ProgramName, Program>> = {
  'nll': {
    title: 'national list (simulated)', part: 'affiliation', entry: serviceEntry('simulator/main'), ports: ['nll'],
    ready: ({ nll }) => `${nllUrls(nll).control}/clock`, readyText: 'NLL http', place: ({ nll }) => nllUrls(nll).url,
  },
  'abroad': {
    title: 'countries abroad (simulated)', part: 'treatment', entry: serviceEntry('simulator/affiliation-abroad-main'),
    ports: ['abroadFI', 'abroadDK', 'abroadPT', 'abroadControl'],
    ready: ({ abroadControl: port }) => `${abroadControl(port, 'FI')}/persons`, readyText: 'ABROAD ',
    place: ({ abroadFI, abroadDK, abroadPT }) => `FI, DK, PT at ports ${abroadFI}, ${abroadDK}, ${abroadPT}`,
  },
  'oauth': {
    title: 'sign-in (simulated)', part: 'treatment', entry: serviceEntry('simulator/oauth-main'), ports: ['oauth'],
    ready: ({ oauth }) => oauthUrls(oauth).jwks, readyText: 'OAUTH ', place: ({ oauth }) => oauthUrls(oauth).issuer,
  },
  'ncp-a': { title: 'NCP-A', part: 'affiliation', ports: ['ncpA', 'ncpAHealth'], ...service('ncp-a', 'ncpAHealth'), place: ({ ncpA }) => `https://127.0.0.1:${ncpA}` },
  'ncp-b': { title: 'NCP-B', part: 'treatment', ports: ['ncpB', 'ncpBHealth'], ...service('ncp-b', 'ncpBHealth'), place: ({ ncpB }) => `https://127.0.0.1:${ncpB}` },
  'dispatcher': { title: 'dispatcher', part: 'affiliation', ports: ['dispatcherHealth'], ...service('dispatcher', 'dispatcherHealth'), place: () => 'waiting for work' },
  'counter': { title: 'counter', part: 'treatment', ports: ['counter', 'counterHealth'], ...service('counter', 'counterHealth'), place: ({ counter }) => `https://127.0.0.1:${counter}` },
  'dashboard': { title: 'dashboard', part: 'operation', ports: ['dashboard', 'dashboardHealth'], ...service('dashboard', 'dashboardHealth'), place: ({ dashboard }) => `https://127.0.0.1:${dashboard}` },
};

export const PROGRAM_NAMES: readonly ProgramName[] = Object.keys(PROGRAMS) as ProgramName[];
export const isService = (name: ProgramName): name is ServiceName => ['ncp-a', 'ncp-b', 'dispatcher', 'counter', 'dashboard'].includes(name);

/** The one that listens there. */
export const holderOf = (port: PortName): ProgramName | undefined => PROGRAM_NAMES.find((name) => PROGRAMS[name].ports.includes(port));

/** In the story a late answer takes 90 s; a demonstration need not. */
const DEFER_MS = 5_000;

/** Arguments of the outside parties, but for the clock. */
export function outsideArguments(name: Exclude<ProgramName, ServiceName>, ports: Ports, { pkiIndexFile, fillTo = 0 }: { readonly pkiIndexFile: string; readonly fillTo?: number }): readonly string[] {
  switch (name) {
    case 'nll': return ['--nll-port', String(ports.nll)];
    case 'oauth': return ['--port', String(ports.oauth)];
    case 'abroad': return [
      '--pki', pkiIndexFile, '--fi-port', String(ports.abroadFI), '--dk-port', String(ports.abroadDK), '--pt-port', String(ports.abroadPT),
      '--control-port', String(ports.abroadControl), '--defer-ms', String(DEFER_MS),
      ...(fillTo === 0 ? [] : ['--fill-to', String(fillTo)]),
    ];
  }
}
