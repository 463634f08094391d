import { once } from 'node:events';
import { Duplex, PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { addMs, instant, NcpError, type ExchangeId } from '@ncp/domain';
import type { OutboxRow } from '@ncp/store';
import { createAuditForwarder, type ForwardDeps } from './forward-audit.js';
import type { AuditConnection } from './syslog-connection.js';
import { streamConnection } from './syslog-connection.js';
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
  const aside = new Set<string>();
  const state = { ms: 0, refuse: false, hangUpAfter: Number.POSITIVE_INFINITY, connections: 0, vanished: false, dead: false, ended: false, unreadable: new Set<string>() };
  const now = () => addMs(START, state.ms);
  const connect = (): Promise<AuditConnection> => {
    if (state.refuse) return Promise.reject(new Error('refused'));
    state.connections += 1;
    state.dead = state.ended = false;
    let open = true;
    return Promise.resolve({
      isOpen: () => open && !state.dead && !state.ended,
      endedByThem: () => state.ended,
      close: () => { open = false; },
      write(frame) {
        if (!open) return Promise.reject(new Error('closed'));
        // The kernel takes it, and nobody gets it.
        if (state.vanished) return Promise.resolve();
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
  const store = {
    audit: { event: (sequence: bigint) => Promise.resolve({ type: 'EHDSI-31', hash: 'h', xml: Buffer.from(`<event n="${sequence}">åäö</event>`) }) } as unknown as ForwardDeps['store']['audit'],
    work: { exclusively: async (_: string, work: () => Promise<void>) => { await work(); return true; } } as unknown as ForwardDeps['store']['work'],
    outbox: {
      open: (_: string, limit: number) => Promise.resolve(rows.filter((row) => !settled.has(row.id) && !aside.has(row.id)).slice(0, limit)),
      aside: () => Promise.resolve(rows.filter((row) => aside.has(row.id) && !settled.has(row.id))),
      setAside: (id: string) => { aside.add(id); return Promise.resolve(); },
      settle: (ids: readonly string[]) => { for (const id of ids) if (!settled.has(id)) settled.set(id, state.ms); return Promise.resolve(); },
      lastSettled: (_: string, windowMs: number, { after, limit }: { readonly after: string; readonly limit: number }) => {
        if (settled.size === 0) return Promise.resolve([]);
        const last = Math.max(...settled.values());
        return Promise.resolve(rows.filter((row) => Number(row.id) > Number(after) && (settled.get(row.id) ?? Number.NEGATIVE_INFINITY) >= last - windowMs).slice(0, limit));
      },
      backlog: () => Promise.resolve({ rows: rows.length - settled.size, ...(settled.size < rows.length ? { oldest: START } : {}) }),
    } as unknown as ForwardDeps['store']['outbox'],
  } satisfies ForwardDeps['store'];
  const begun = (): ReturnType<typeof createAuditForwarder> => createAuditForwarder({
    store, now, connect, host: 'ncp.example.se',
    sign: (event) => {
      if ([...state.unreadable].some((id) => Buffer.from(event.xml).includes(`n="${id}"`))) throw new NcpError('NCP_XML_NOT_WELL_FORMED');
      return event.xml;
    },
    report: { job: () => undefined, alarm: (code, details) => { alarms.push([code, details.step, details.percentOfGrace ?? details.leaf]); } },
  });
  const forwarder = begun();
  /** One more event waits. */
  const add = (): void => {
    const id = String(rows.length + 1);
    rows.push({ id, kind: 'forward-audit', subject: id, exchange: 'x' as ExchangeId, attempts: 1 });
  };
  const numbers = (): readonly number[] => Buffer.concat(received).toString('latin1').split('|cut|')
    .flatMap((part) => messagesIn(Buffer.from(part, 'latin1'))).map((message) => Number(/n="(\d+)"/.exec(message)?.[1]));
  return { forwarder, begun, add, state, settled, aside, numbers, alarms, store };
}

describe('forwarding of audit events', () => {
  it('AUD-11 a repetition that is broken off begins again, also when only the database was away', async () => {
    const { forwarder, begun, add, state, store, numbers } = bench(3);
    await forwarder.drain();
    add();
    const { lastSettled } = store.outbox;
    store.outbox.lastSettled = () => Promise.reject(new NcpError('NCP_STORE_UNAVAILABLE'));
    const next = begun();
    await next.drain();
    store.outbox.lastSettled = lastSettled;
    state.ms = 10_000;
    await next.drain();
    expect(numbers()).toEqual([1, 2, 3, 1, 2, 3, 4]);
  });

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

  it('AUD-11 loses nothing to a machine that vanishes without a word, twice in a row', async () => {
    const { forwarder, add, state, numbers } = bench(0);
    const minutes = async (n: number): Promise<void> => {
      for (let step = 0; step < n * 3; step += 1) {
        state.ms += 20_000;
        add();
        await forwarder.drain();
      }
    };
    await minutes(5);
    state.vanished = true;
    await minutes(17);
    // The kernel gives up; the next connection comes about, and fares no better.
    state.dead = true;
    await minutes(17);
    state.dead = true;
    state.vanished = false;
    await minutes(1);
    expect([...new Set(numbers())].sort((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    expect(state.connections).toBe(3);
  });

  it('AUD-11 repeats the last minute, and no more, where the repository ended the connection itself', async () => {
    const { forwarder, add, state, numbers } = bench(0);
    for (let step = 0; step < 10; step += 1) {
      state.ms += 60_000;
      add();
      await forwarder.drain();
    }
    state.ended = true;
    add();
    await forwarder.drain();
    expect(numbers()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 9, 10, 11]);
  });

  it('AUD-10 sets aside what cannot be signed as it is stored, tells the leaf, and sends what comes after', async () => {
    const { forwarder, state, settled, aside, numbers, alarms } = bench(250);
    state.unreadable.add('7');
    await forwarder.drain();
    expect([numbers().length, numbers().includes(7), settled.has('7'), [...aside]]).toEqual([249, false, false, ['7']]);
    expect(alarms).toEqual([['NCP_AUDIT_UNAVAILABLE', 'forward-aside', '7']]);
    await forwarder.drain();
    expect(alarms).toHaveLength(1);
  });

  it('AUD-10 tries what was set aside again when a process begins: a later release may write it', async () => {
    const { forwarder, begun, state, settled, numbers, alarms } = bench(3);
    state.unreadable.add('2');
    await forwarder.drain();
    await begun().drain();
    expect([settled.has('2'), alarms.length]).toEqual([false, 2]);
    state.unreadable.clear();
    await begun().drain();
    expect([settled.has('2'), numbers().at(-1)]).toEqual([true, 2]);
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

describe('a connection to the repository', () => {
  it('is over when nothing is taken within the limit, and was not ended by the repository', async () => {
    const stuck = new Duplex({ read: () => undefined, write: () => undefined });
    const connection = streamConnection(stuck, 20);
    await expect(connection.write(Buffer.from('a'))).rejects.toThrow();
    expect([connection.isOpen(), connection.endedByThem()]).toEqual([false, false]);
  });

  it('knows whose word ended it', async () => {
    const theirs = new PassThrough();
    const connection = streamConnection(theirs);
    theirs.end();
    await once(theirs, 'close');
    expect([connection.isOpen(), connection.endedByThem()]).toEqual([false, true]);
    const ours = new PassThrough();
    const closed = streamConnection(ours);
    closed.close();
    await once(ours, 'close');
    expect([closed.isOpen(), closed.endedByThem()]).toEqual([false, false]);
  });
});
