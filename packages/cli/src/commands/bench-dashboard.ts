import { runDashboardBench, type DashboardPlan, type DashboardResult } from '../bench/dashboard.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';
import { ms, percent, showTargets, type Target } from './bench.js';

/** The bounds that are judged; falling short is reported, not hidden. */
const LIMITS = { homeMs: 200, searchMs: 300, moved: 5 } as const;

export function dashboardTargets({ pages, gateway }: Pick<DashboardResult, 'pages' | 'gateway'>): readonly Target[] {
  const target = (name: string, found: number, limit: number): Target => ({ name, found, limit, met: found <= limit });
  return [
    ...Object.entries(pages).filter(([name]) => name === 'home' || name.startsWith('search')).map(([name, { p95, asked }]) =>
      // No page at all is no quick one.
      target(`${name}, p95, ms`, asked === 0 ? Number.POSITIVE_INFINITY : p95, name === 'home' ? LIMITS.homeMs : LIMITS.searchMs)),
    target(`p99 of retrieves with ${gateway.streams} dashboards open, moved by %`, gateway.movement.moved * 100, LIMITS.moved),
  ];
}

export async function benchDashboardCommand(output: Output, plan: DashboardPlan): Promise<ExitCode> {
  const result = await runDashboardBench(output, plan);
  const targets = dashboardTargets(result);
  const { pages, gateway, machine, failures } = result;
  const line = (name: string, text: string): void => { output.line(`${name.padEnd(28)} ${text}`); };
  output.line();
  line(`${result.rows} rows`, `${result.countries} countries; made in ${result.fillSeconds.toFixed(0)} s`);
  for (const [name, { p50, p95, p99, asked, cpuMs }] of Object.entries(pages)) line(name, `p50 ${ms(p50)}, p95 ${ms(p95)}, p99 ${ms(p99)}; CPU of the dashboard ${ms(cpuMs)}; asked ${asked} times`);
  const { moved, from, to } = gateway.movement;
  line('retrieves at NCP-A', `half of capacity; p99 ${ms(gateway.without.p99)} without, ${ms(gateway.with.p99)} with ${gateway.streams} dashboards open; moved by ${percent(moved)} (${percent(from)} to ${percent(to)}); ${gateway.calls} calls`);
  line('machine', `${machine.processors} processors; ${machine.loadBefore} jobs wanted one before this began`);
  if (Object.keys(failures).length > 0) line('FAILED', JSON.stringify(failures));
  showTargets(output, targets);
  const ok = Object.keys(failures).length === 0;
  output.result({ ok, targets, ...result });
  return ok ? EXIT.ok : EXIT.negative;
}
