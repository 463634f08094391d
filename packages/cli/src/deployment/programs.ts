import { commandEntry, serviceEntry } from '../layout.js';
import { healthUrl, nllUrls, abroadControl, oauthUrls } from './manifest.js';
import type { PortName, Ports } from './ports.js';
import type { Profile } from './profile.js';
import { hasRedis, isReplica, REDIS, type ReplicaName } from './replicas.js';

/** What a deployment is made of. Without `treatment` it is country A alone; `operation` is what operators look at, and needs both. */
export type Part = 'affiliation' | 'treatment' | 'operation';
export const PARTS: readonly Part[] = ['affiliation', 'treatment', 'operation'];
/** What visits in both directions need. */
export const VISIT_PARTS: readonly Part[] = ['affiliation', 'treatment'];

/** Programs of the gateway read its configuration. */
export type ServiceName = ReplicaName | 'counter' | 'dashboard';
/** Outside parties, simulated. */
export type OutsideName = 'nll' | 'abroad' | 'oauth';
/** What production has from others. */
export type InfrastructureName = 'redis' | 'balancer';
export type ProgramName = OutsideName | ServiceName | InfrastructureName;

interface Program {
  readonly title: string;
  readonly part: Part;
  /** Only in this profile. */
  readonly profile?: Profile;
  readonly entry: string;
  /** A program of the machine, not one of ours that Node runs. */
  readonly native?: true;
  readonly ports: readonly PortName[];
  /** A loopback URL that answers 200 when it is ready, and what it writes when it listens. */
  readonly ready: (ports: Ports) => string;
  readonly readyText: string;
  /** Where people and clients find it. */
  readonly place: (ports: Ports) => string;
}

const PRODUCTION: Profile = 'production-like';
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
  'redis': {
    title: 'Redis', part: 'affiliation', profile: PRODUCTION, entry: REDIS, native: true, ports: ['redis'],
    ready: ({ redis }) => `tcp://127.0.0.1:${redis}`, readyText: 'Ready to accept connections', place: ({ redis }) => `port ${redis}`,
  },
  'ncp-a': { title: 'NCP-A', part: 'affiliation', ports: ['ncpA', 'ncpA1', 'ncpAHealth'], ...service('ncp-a', 'ncpAHealth'), place: ({ ncpA }) => `https://127.0.0.1:${ncpA}` },
  'ncp-b': { title: 'NCP-B', part: 'treatment', ports: ['ncpB', 'ncpB1', 'ncpBHealth'], ...service('ncp-b', 'ncpBHealth'), place: ({ ncpB }) => `https://127.0.0.1:${ncpB}` },
  'dispatcher': { title: 'dispatcher', part: 'affiliation', ports: ['dispatcherHealth'], ...service('dispatcher', 'dispatcherHealth'), place: () => 'waiting for work' },
  'ncp-a-2': { title: 'NCP-A, second replica', part: 'affiliation', profile: PRODUCTION, ports: ['ncpA2', 'ncpA2Health'], ...service('ncp-a', 'ncpA2Health'), place: ({ ncpA2 }) => `https://127.0.0.1:${ncpA2}` },
  'ncp-b-2': { title: 'NCP-B, second replica', part: 'treatment', profile: PRODUCTION, ports: ['ncpB2', 'ncpB2Health'], ...service('ncp-b', 'ncpB2Health'), place: ({ ncpB2 }) => `https://127.0.0.1:${ncpB2}` },
  'dispatcher-2': { title: 'dispatcher, second replica', part: 'affiliation', profile: PRODUCTION, ports: ['dispatcher2Health'], ...service('dispatcher', 'dispatcher2Health'), place: () => 'waiting for work' },
  'balancer': {
    title: 'balancer', part: 'treatment', profile: PRODUCTION, entry: commandEntry('balancer/balancer-main'), ports: ['ncpA', 'ncpB', 'balancer'],
    ready: ({ balancer }) => healthUrl(balancer), readyText: 'BALANCER ', place: ({ ncpA, ncpB }) => `ports ${ncpA} and ${ncpB}, TLS goes through it`,
  },
  'counter': { title: 'counter', part: 'treatment', ports: ['counter', 'counterHealth'], ...service('counter', 'counterHealth'), place: ({ counter }) => `https://127.0.0.1:${counter}` },
  'dashboard': { title: 'dashboard', part: 'operation', ports: ['dashboard', 'dashboardHealth'], ...service('dashboard', 'dashboardHealth'), place: ({ dashboard }) => `https://127.0.0.1:${dashboard}` },
};

export const PROGRAM_NAMES: readonly ProgramName[] = Object.keys(PROGRAMS) as ProgramName[];
export const isService = (name: ProgramName): name is ServiceName => isReplica(name) || name === 'counter' || name === 'dashboard';
export const isOutside = (name: string): name is OutsideName => name === 'nll' || name === 'abroad' || name === 'oauth';
export const isInfrastructure = (name: ProgramName): name is InfrastructureName => name === 'redis' || name === 'balancer';

/** What a deployment of these parts runs. */
export const programsOf = (parts: readonly Part[], profile: Profile): readonly ProgramName[] =>
  PROGRAM_NAMES.filter((name) => parts.includes(PROGRAMS[name].part) && (PROGRAMS[name].profile ?? profile) === profile && (name !== 'redis' || hasRedis()));

/** Those that may listen there; which of them does, the profile says. */
export const holdersOf = (port: PortName): readonly string[] => PROGRAM_NAMES.filter((name) => PROGRAMS[name].ports.includes(port));

/** In the story a late answer takes 90 s; a demonstration need not. */
const DEFER_MS = 5_000;

/** Arguments of the outside parties, but for the clock. */
export function outsideArguments(name: OutsideName, ports: Ports, { pkiIndexFile, fillTo = 0 }: { readonly pkiIndexFile: string; readonly fillTo?: number }): readonly string[] {
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
