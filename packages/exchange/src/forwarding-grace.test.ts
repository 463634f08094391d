import { beforeEach, describe, expect, it } from '@jest/globals';
import { addMs, isNcpError, NcpError, type Instant } from '@ncp/domain';
import { START } from '../fixtures/sample.js';
import { FORWARD_GRACE_MS, forwardAlarm, forwardingGrace, NOTHING_FORWARDED, type ForwardingGrace } from './index.js';

const minutes = (n: number): number => n * 60_000;

describe('the grace of forwarding', () => {
  let now: Instant;
  let since: Instant | undefined | NcpError;
  let looks: number;
  let told: string[];
  let grace: ForwardingGrace;
  beforeEach(() => {
    [now, since, looks, told] = [START, undefined, 0, []];
    grace = forwardingGrace({
      waitingSince: async () => {
        looks += 1;
        if (since instanceof NcpError) throw since;
        return since;
      },
      now: () => now, changed: (state) => { told.push(state); },
    });
  });
  const code = (): Promise<string> => grace.prove().then(() => 'released', (error: unknown) => (isNcpError(error) ? error.code : String(error)));
  const after = (ms: number): Promise<string> => {
    now = addMs(now, ms);
    return code();
  };

  it('AUD-14 alarms at 10, 50 and 90 per cent of four hours', () => {
    expect([23, 24, 119, 120, 215, 216, 1_000].map((n) => forwardAlarm(minutes(n)))).toEqual([undefined, 10, 10, 50, 50, 90, 90]);
  });

  it('AUD-14 lets data out up to four hours, and not a moment longer; tells it once, and once when it goes on', async () => {
    since = START;
    expect([await after(FORWARD_GRACE_MS), await after(1_000), await after(minutes(60)), told]).toEqual(['released', 'NCP_AUDIT_UNAVAILABLE', 'NCP_AUDIT_UNAVAILABLE', ['stopped']]);
    since = addMs(now, -minutes(1));
    expect([await after(1_000), told]).toEqual(['released', ['stopped', 'resumed']]);
    since = undefined;
    expect([await after(1_000), told]).toEqual(['released', ['stopped', 'resumed']]);
  });

  it('AUD-14 asks the database once a second, however many messages come', async () => {
    await Promise.all(Array.from({ length: 50 }, () => grace.prove()));
    await after(999);
    expect(looks).toBe(1);
    await after(1);
    expect(looks).toBe(2);
  });

  it('lets nothing out while nobody knows how long events wait, and asks again', async () => {
    since = new NcpError('NCP_STORE_UNAVAILABLE');
    expect(await code()).toBe('NCP_STORE_UNAVAILABLE');
    since = undefined;
    expect([await after(1_000), told]).toEqual(['released', []]);
  });

  it('has nothing to wait for where no repository is configured', async () => {
    await expect(NOTHING_FORWARDED.prove()).resolves.toBeUndefined();
  });
});
