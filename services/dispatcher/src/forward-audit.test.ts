import { describe, expect, it } from '@jest/globals';
import { addMs, instant, type ExchangeId } from '@ncp/domain';
import type { OutboxRow } from '@ncp/store';
import { createAuditForwarder, type ForwardDeps } from './forward-audit.js';
import type { AuditConnection } from './syslog-connection.js';
import { syslogFrame } from './syslog-frame.js';

const START = instant('2026-06-12T12:00:00Z');

/** Splits a byte stream of RFC 5425 frames as a repository does: by the counts, in bytes. */
function messagesIn(bytes: Buffer): readonly string[] {
  const messages: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    const end = space + 1 + Number(bytes.subarray(at, space).toString());
    if (end > bytes.length) break;
    messages.push(bytes.subarray(space + 1, end).toString('utf8'));
    at = end;
  }
  return messages;
}

/** An outbox and an audit log in memory, and a repository that may refuse or hang up. */
function bench(events: number) {
  const rows = Array.from({ length: events }, (_, index): OutboxRow => ({ id: String(index + 1), kind: 'forward-audit', subject: String(index + 1), exchange: 'x' as ExchangeId, attempts: 1 }));
  const settled = new Map<string, number>();
  const received: Buffer[] = [];
  const alarms: unknown[] = [];
  const state = { ms: 0, refuse: false, hangUpAfter: Number.POSITIVE_INFINITY, connections: 0 };
  const now = () => addMs(START, state.ms);
  const connect = (): Promise<AuditConnection> => {
    if (state.refuse) return Promise.reject(new Error('refused'));
    state.connections += 1;
    let open = true;
    return Promise.resolve({
      isOpen: () => open,
      close: () => { open = false; },
      write(frame) {
        if (!open) return Promise.reject(new Error('closed'));
        state.hangUpAfter -= 1;
        // The repository hangs up in the middle of this frame, and our side has not noticed yet.
        const whole = state.hangUpAfter !== 0;
        received.push(Buffer.from(whole ? frame : frame.subarray(0, 10)));
        if (!whole) {
          received.push(Buffer.from('|cut|'));
          open = false;
        }
        return Promise.resolve();
      },
    });
  };
  const store: ForwardDeps['store'] = {
    audit: { event: (sequence: bigint) => Promise.resolve({ type: 'EHDSI-31', hash: 'h', xml: Buffer.from(`<event n="${sequence}">åäö</event>`) }) } as unknown as ForwardDeps['store']['audit'],
    work: { exclusively: async (_: string, work: () => Promise<void>) => { await work(); return true; } } as unknown as ForwardDeps['store']['work'],
    outbox: {
      open: (_: string, limit: number) => Promise.resolve(rows.filter((row) => !settled.has(row.id)).slice(0, limit)),
      settle: (ids: readonly string[]) => { for (const id of ids) settled.set(id, state.ms); return Promise.resolve(); },
      lastSettled: (_: string, windowMs: number) => {
        if (settled.size === 0) return Promise.resolve([]);
        const last = Math.max(...settled.values());
        return Promise.resolve(rows.filter((row) => (settled.get(row.id) ?? Number.NEGATIVE_INFINITY) >= last - windowMs));
      },
      backlog: () => Promise.resolve({ rows: rows.length - settled.size, ...(settled.size < rows.length ? { oldest: START } : {}) }),
    } as unknown as ForwardDeps['store']['outbox'],
  };
  const forwarder = createAuditForwarder({
    store, now, connect, host: 'ncp.example.se', sign: (event) => event.xml,
    report: { job: () => undefined, alarm: (code, details) => { alarms.push([code, details.step, details.percentOfGrace]); } },
  });
  const numbers = (): readonly number[] => Buffer.concat(received).toString('latin1').split('|cut|')
    .flatMap((part) => messagesIn(Buffer.from(part, 'latin1'))).map((message) => Number(/n="(\d+)"/.exec(message)?.[1]));
  return { forwarder, state, settled, numbers, alarms };
}

describe('forwarding of audit events', () => {
  it('AUD-13 counts the bytes of a frame, and says what RFC 5424 asks', () => {
    const frame = Buffer.from(syslogFrame({ time: instant('2026-06-12T14:00:00+02:00'), host: 'ncp.example.se', xml: Buffer.from('<å/>') }));
    expect(frame.toString('utf8')).toBe('58 <85>1 2026-06-12T12:00:00Z ncp.example.se - - - - \uFEFF<å/>');
    expect(messagesIn(frame)).toHaveLength(1);
    expect(Buffer.from(syslogFrame({ time: START, host: 'två ord', xml: Buffer.from('') })).toString()).toContain('Z - - - - - ');
  });

  it('AUD-10 sends in order, each once, and rests after a failure', async () => {
    const { forwarder, state, settled, numbers, alarms } = bench(250);
    state.refuse = true;
    await forwarder.drain();
    expect([settled.size, alarms.length]).toEqual([0, 1]);
    state.refuse = false;
    await forwarder.drain();
    expect(settled.size).toBe(0);
    state.ms = 5_000;
    await forwarder.drain();
    expect(numbers()).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
    expect(settled.size).toBe(250);
  });

  it('AUD-11 sends again what may have died with a connection: none missing, order kept after deduplication', async () => {
    const { forwarder, state, settled, numbers } = bench(250);
    state.hangUpAfter = 130;
    await forwarder.drain();
    expect(settled.size).toBe(100);
    state.ms = 10_000;
    await forwarder.drain();
    expect(state.connections).toBe(2);
    expect(settled.size).toBe(250);
    expect([...new Set(numbers())].sort((a, b) => a - b)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
    expect(numbers().slice(129, 131)).toEqual([1, 2]);
  });

  it('AUD-14 alarms once per level while it cannot forward', async () => {
    const { forwarder, state, alarms } = bench(1);
    for (const minutes of [1, 24, 30, 120, 216, 300]) {
      state.ms = minutes * 60_000;
      await forwarder.watch();
    }
    expect(alarms.map((alarm) => (Array.isArray(alarm) ? alarm[2] : undefined))).toEqual([10, 50, 90]);
  });
});
