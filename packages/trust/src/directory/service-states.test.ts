import { beforeEach, describe, expect, it } from '@jest/globals';
import { addMs, countryCode, instant, type Instant, type ServiceState } from '@ncp/domain';
import type { PeerOutcome } from '@ncp/exchange';
import { ServiceStates } from './service-states.js';

const FI = countryCode('FI');
const START = instant('2026-06-12T12:00:00Z');
const at = (seconds: number): Instant => addMs(START, seconds * 1000);

describe('ServiceStates', () => {
  let now = START;
  let states = new ServiceStates(() => now);
  beforeEach(() => {
    now = START;
    states = new ServiceStates(() => now);
  });
  /** One call a second. */
  const calls = (...kinds: readonly (PeerOutcome['kind'] | number)[]): ServiceState => {
    for (const one of kinds) {
      now = addMs(now, 1000);
      states.note({ country: FI, service: 'query', ...(typeof one === 'number' ? { kind: 'answered', ms: one } : { kind: one, ms: 100 }) });
    }
    return states.of(FI).query;
  };

  it('knows nothing of what was never called', () => {
    calls('answered');
    expect(states.of(FI).identify).toEqual({ state: 'unknown' });
    expect(states.of(countryCode('DK')).query).toEqual({ state: 'unknown' });
  });

  it('answering since the first answer, with the median of the last five', () => {
    expect(calls(90_000, 100, 300, 200, 500, 400)).toEqual({ state: 'answering', since: at(3), lastSuccess: at(6), medianMs: 300 });
  });

  it('says nothing of what it never saw', () => {
    expect(calls('fault', 'fault')).toStrictEqual({ state: 'unknown', lastFailure: at(2) });
    expect(calls('lost')).toStrictEqual({ state: 'down', since: at(1), lastFailure: at(3) });
    expect(calls(7)).toStrictEqual({ state: 'answering', since: at(4), lastSuccess: at(4), lastFailure: at(3), medianMs: 7 });
  });

  it('slow by the median, not by one answer', () => {
    expect(calls(100, 100, 60_000).state).toBe('answering');
    expect(calls(5_000, 5_000, 5_000, 5_000).state).toBe('answering');
    expect(calls(5_001, 60_000, 60_000)).toMatchObject({ state: 'slow', since: at(10), medianMs: 5_001 });
  });

  it.each(['not-sent', 'lost'] as const)('down since the first call that got no answer: %s', (kind) => {
    expect(calls(100, kind, kind)).toEqual({ state: 'down', since: at(2), lastSuccess: at(1), lastFailure: at(3), medianMs: 100 });
    expect(calls(100)).toMatchObject({ state: 'answering', since: at(4), lastFailure: at(3) });
  });

  it('useless answers are theirs only when there are several, and then since the first', () => {
    expect(calls(100, 'fault', 'fault')).toMatchObject({ state: 'answering', since: at(1) });
    expect(calls('fault')).toMatchObject({ state: 'down', since: at(2) });
  });

  it('a probe tells whether anybody is there, not how long an answer takes', () => {
    calls(4000, 'lost');
    for (const _probe of [1, 2]) states.note({ country: FI, service: 'query', kind: 'answered', ms: 3, probe: true });
    expect(states.of(FI).query).toMatchObject({ state: 'answering', medianMs: 4000 });
    calls(2000, 2000, 2000);
    expect(states.of(FI).query.medianMs).toBe(2000);
  });

  it('says who has been left alone for how long', () => {
    calls('answered');
    now = at(31);
    expect(states.quiet(FI, 30_000)).toEqual(['identify', 'query', 'retrieve', 'submit']);
    expect(states.quiet(FI, 31_000)).toEqual(['identify', 'retrieve', 'submit']);
  });

  it('remembers a bounded number of calls', () => {
    calls(...Array.from({ length: 100 }, () => 'lost' as const));
    expect(states.of(FI).query).toMatchObject({ state: 'down', since: at(1) });
  });
});
