import { describe, expect, it } from '@jest/globals';
import { dashboardTargets } from './bench-dashboard.js';

const page = (p95: number, asked = 9) => ({ p50: 1, p95, p99: p95, max: p95, asked, cpuMs: 1 });
const gateway = { without: page(1), with: page(1), movement: { moved: 0.04, from: 0, to: 0.1 }, calls: 9, streams: 20 };

describe('dashboardTargets', () => {
  it('holds the home page, every search, and the gateway beside open dashboards to their bounds', () => {
    const pages = { 'home': page(201), 'search by code': page(299), 'search of trouble': page(1, 0), 'country': page(900) };
    expect(dashboardTargets({ pages, gateway }).map(({ name, met }) => [name, met])).toEqual([
      ['home, p95, ms', false], ['search by code, p95, ms', true], ['search of trouble, p95, ms', false], ['p99 of retrieves with 20 dashboards open, moved by %', true],
    ]);
  });
});
