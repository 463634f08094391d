import { countryCode } from '@ncp/domain';
import { fillSampleTraffic } from '@ncp/store';
import { serviceEntry } from '../layout.js';
import type { Output } from '../output.js';
import { LOAD_ENTRY, pidOf } from './measure.js';
import { movementOf, type Movement, type SamplePair } from './movement.js';
import { inOwnDeployment, machineState, type MachineState } from './own-deployment.js';
import { cpuMsOf } from './process-cost.js';
import { toldRound, type LoadResult } from './rounds.js';
import { latencyOf, type Latency } from './statistics.js';
import { talkTo, type TalkingChild } from './talking-child.js';

export interface DashboardPlan {
  readonly seconds: number;
  /** Pairs of rounds of the gateway without and with open dashboards. */
  readonly pairs: number;
  /** Rows of a year's traffic. */
  readonly rows: number;
  /** Messages under way at the gateway at once. */
  readonly concurrency: number;
}

export interface DashboardResult {
  readonly what: 'dashboard';
  readonly rows: number;
  readonly countries: number;
  readonly machine: MachineState;
  readonly fillSeconds: number;
  /** Each page, as one operator waits for it; probes of the page, not of the database alone. */
  readonly pages: Readonly<Record<string, Latency & { readonly asked: number; readonly cpuMs: number }>>;
  /** Retrieves at NCP-A. */
  readonly gateway: { readonly without: Latency; readonly with: Latency; readonly movement: Movement; readonly calls: number; readonly streams: number };
  readonly failures: Readonly<Record<string, number>>;
}

const COUNTRIES = 'FI DK PT EE DE FR GR PL HR IT ES CZ LT LV IE MT NL AT BE BG CY HU LU RO SI SK NO'.split(' ');
const PAGES: Readonly<Record<string, string>> = {
  'home': '/', 'search by country and code': '/exchanges?country=DK&code=NCP_PEER_TIMEOUT', 'search of trouble': '/exchanges?trouble=yes', 'country': '/countries/FI',
};
const STREAMS = 20;
const PAGE_SECONDS = 5;
const WARM_SECONDS = 3;
const OPERATOR_LOAD = serviceEntry('simulator/operator/load-main');

async function ready(entry: string, args: readonly string[]): Promise<TalkingChild> {
  const child = talkTo(entry, args);
  await child.next();
  return child;
}

/** Measures a deployment of its own whose dashboard shows a year of made-up traffic, and takes it away again. */
export function runDashboardBench(output: Output, { seconds, pairs: count, rows, concurrency }: DashboardPlan): Promise<DashboardResult> {
  return inOwnDeployment({ shownCountries: COUNTRIES }, async ({ start }) => {
    const machine = machineState();
    const deployment = await start();
    output.progress(`${rows} rows of a year's traffic`);
    const begun = performance.now();
    await fillSampleTraffic(deployment.database.url('ncp_owner'), { rows, countries: COUNTRIES.map(countryCode) });
    const fillSeconds = (performance.now() - begun) / 1_000;
    const manifest = ['--manifest', deployment.file];
    const pid = pidOf(deployment, 'dashboard');
    const failures: Record<string, number> = {};
    const counted = <R extends LoadResult>(result: R): R => {
      for (const [reason, times] of Object.entries(result.failures)) failures[reason] = (failures[reason] ?? 0) + times;
      return result;
    };

    const pages: Record<string, DashboardResult['pages'][string]> = {};
    for (const [name, path] of Object.entries(PAGES)) {
      const operator = await ready(OPERATOR_LOAD, [...manifest, '--path', path]);
      await toldRound(operator, pid, { seconds: 1 });
      const cpu = cpuMsOf(pid);
      const { latencies } = counted((await toldRound(operator, pid, { seconds: PAGE_SECONDS })).told);
      pages[name] = { ...latencyOf(latencies), asked: latencies.length, cpuMs: (cpuMsOf(pid) - cpu) / Math.max(1, latencies.length) };
      await operator.end();
      output.progress(`${name}: median ${(pages[name]?.p50 ?? 0).toFixed(0)} ms`);
    }

    const gateway = pidOf(deployment, 'ncp-a');
    const load = await ready(LOAD_ENTRY, [...manifest, '--concurrency', String(concurrency), '--what', 'retrieve']);
    await toldRound(load, gateway, { seconds: WARM_SECONDS });
    const { perSecond } = (await toldRound(load, gateway, { seconds: WARM_SECONDS })).round;
    // Half of what it can: at its limit everything that takes a processor moves everything.
    const plan = { seconds, rate: perSecond / 2 };
    const alone = async (): Promise<readonly number[]> => counted((await toldRound(load, gateway, plan)).told).latencies;
    const watched = async (): Promise<readonly number[]> => {
      const operators = await ready(OPERATOR_LOAD, [...manifest, '--streams', String(STREAMS)]);
      const latencies = await alone();
      await operators.end();
      return latencies;
    };
    const pairs: SamplePair[] = [];
    for (let at = 0; at < count; at += 1) {
      pairs.push(at % 2 === 0 ? { without: await alone(), with: await watched() } : { with: await watched(), without: await alone() });
      output.progress(`pair ${at + 1} of ${count}`);
    }
    await load.end();
    const all = { without: pairs.flatMap(({ without }) => without), with: pairs.flatMap((pair) => pair.with) };
    return {
      what: 'dashboard', rows, countries: COUNTRIES.length, machine, fillSeconds, pages, failures,
      gateway: { without: latencyOf(all.without), with: latencyOf(all.with), movement: movementOf(pairs), calls: all.with.length, streams: STREAMS },
    };
  });
}
