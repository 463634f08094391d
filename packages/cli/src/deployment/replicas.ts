import { spawnSync } from 'node:child_process';
import type { Front } from '../balancer/balancer.js';
import { healthUrl } from './manifest.js';
import type { PortName, Ports } from './ports.js';

/** Services of which there may be several; everything that one of them promises another keeps. */
export type ReplicatedService = 'ncp-a' | 'ncp-b' | 'dispatcher';
/** The first has the service's own name. */
export type ReplicaName = ReplicatedService | `${ReplicatedService}-2`;

/** Where each replica itself listens. */
const OWN_PORTS: Readonly<Record<ReplicaName, Partial<Record<PortName, PortName>>>> = {
  'ncp-a': { ncpA: 'ncpA1' },
  'ncp-a-2': { ncpA: 'ncpA2', ncpAHealth: 'ncpA2Health' },
  'ncp-b': { ncpB: 'ncpB1' },
  'ncp-b-2': { ncpB: 'ncpB2', ncpBHealth: 'ncpB2Health' },
  'dispatcher': {},
  'dispatcher-2': { dispatcherHealth: 'dispatcher2Health' },
};
export const REPLICAS: Readonly<Record<ReplicatedService, readonly [ReplicaName, ReplicaName]>> =
  { 'ncp-a': ['ncp-a', 'ncp-a-2'], 'ncp-b': ['ncp-b', 'ncp-b-2'], 'dispatcher': ['dispatcher', 'dispatcher-2'] };
export const isReplica = (name: string): name is ReplicaName => Object.hasOwn(OWN_PORTS, name);

/** The ports as this replica takes them: clients know those of the balancer. */
export const ownPorts = (ports: Ports, name: ReplicaName): Ports =>
  ({ ...ports, ...Object.fromEntries(Object.entries(OWN_PORTS[name]).map(([service, own]) => [service, ports[own]])) });

const front = (name: 'ncp-a' | 'ncp-b', port: PortName, health: PortName, ports: Ports): Front => ({
  name, port: ports[port], replicas: REPLICAS[name].map((replica) => {
    const own = ownPorts(ports, replica);
    return { name: replica, port: own[port], ready: healthUrl(own[health]) };
  }),
});

/** What the balancer reads; the dispatcher is asked by nobody. */
export const balancerConfig = (ports: Ports): { readonly fronts: readonly Front[]; readonly control: number } =>
  ({ fronts: [front('ncp-a', 'ncpA', 'ncpAHealth', ports), front('ncp-b', 'ncpB', 'ncpBHealth', ports)], control: ports.balancer });

export const REDIS = 'redis-server';
export const hasRedis = (): boolean => spawnSync(REDIS, ['--version']).status === 0;

/** Loses nothing that it was given: no eviction, every second on disk (decisions D03; the queue only reminds). */
export const redisConfig = ({ redis }: Ports, folder: string, password: string): string => [
  'bind 127.0.0.1', `port ${redis}`, `dir ${JSON.stringify(folder)}`, 'appendonly yes', 'save ""', 'maxmemory-policy noeviction', `requirepass ${password}`, '',
].join('\n');
export const redisUrl = ({ redis }: Ports, password: string): string => `redis://:${password}@127.0.0.1:${redis}`;
