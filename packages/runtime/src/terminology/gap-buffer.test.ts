import { describe, expect, it } from '@jest/globals';
import { countryCode, NcpError } from '@ncp/domain';
import type { TerminologyGap } from '@ncp/exchange';
import { gapBuffer, type GapBuffer } from './gap-buffer.js';

const gap = (code: string): TerminologyGap => ({ release: 'r', codeSystem: '1.2', code, field: 'f', reason: 'no-swedish', country: countryCode('FI') });
type Batch = readonly (readonly [code: string, count: number])[];

class Sink {
  readonly batches: Batch[] = [];
  readonly alarms: unknown[] = [];
  failing = false;
  hold: Promise<void> | undefined;
  readonly buffer = (limit?: number): GapBuffer => gapBuffer({
    write: async (gaps) => {
      await this.hold;
      if (this.failing) throw new NcpError('NCP_STORE_UNAVAILABLE');
      this.batches.push(gaps.map(({ code, count }) => [code, count]));
    },
    alarm: (code, { waiting, lost, cause }) => { this.alarms.push([code, waiting, lost, cause]); },
    retryMs: [5, 10], ...(limit === undefined ? {} : { limit }),
  });
}
const soon = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 30); });

describe('gapBuffer', () => {
  it('returns before anything is written, and writes at once', async () => {
    const sink = new Sink();
    let release = (): void => undefined;
    sink.hold = new Promise((resolve) => { release = resolve; });
    const buffer = sink.buffer();
    buffer.note([gap('a'), gap('a'), gap('b')]);
    buffer.note([gap('a'), gap('c')]);
    expect(sink.batches).toEqual([]);
    release();
    await buffer.settled();
    expect(sink.batches).toEqual([[['a', 2], ['b', 1]], [['a', 1], ['c', 1]]]);
  });

  it('keeps what could not be written, tells it with a code, and tries again', async () => {
    const sink = new Sink();
    sink.failing = true;
    const buffer = sink.buffer();
    buffer.note([gap('a')]);
    await buffer.settled();
    buffer.note([gap('a'), gap('b')]);
    expect(sink.alarms).toEqual([['NCP_TERMINOLOGY_GAPS', 1, 0, 'NCP_STORE_UNAVAILABLE']]);
    sink.failing = false;
    await soon();
    await buffer.settled();
    expect(sink.batches).toEqual([[['a', 2], ['b', 1]]]);
  });

  it('never throws, and counts what it has no room for', async () => {
    const sink = new Sink();
    sink.failing = true;
    const buffer = sink.buffer(2);
    buffer.note([gap('a'), gap('b'), gap('c'), gap('c'), gap('a')]);
    await buffer.settled();
    expect(sink.alarms).toEqual([['NCP_TERMINOLOGY_GAPS', 2, 2, 'NCP_STORE_UNAVAILABLE']]);
    await buffer.close();
  });

  it('writes what waits when it closes, and tells what it then loses', async () => {
    const sink = new Sink();
    sink.failing = true;
    const buffer = sink.buffer();
    buffer.note([gap('a'), gap('b'), gap('b')]);
    await buffer.settled();
    await buffer.close();
    expect(sink.alarms.at(-1)).toEqual(['NCP_TERMINOLOGY_GAPS', 0, 3, 'stopped']);
    const other = new Sink();
    other.failing = true;
    const second = other.buffer();
    second.note([gap('a')]);
    await second.settled();
    other.failing = false;
    await second.close();
    expect(other.batches).toEqual([[['a', 1]]]);
  });

  it('counts a document once, however often a gap stands in it', async () => {
    const written: (readonly [string, number, number])[] = [];
    const buffer = gapBuffer({ write: async (gaps) => { written.push(...gaps.map(({ code, count, documents }) => [code, count, documents] as const)); }, alarm: () => undefined });
    buffer.note([gap('a'), gap('a'), gap('b')]);
    await buffer.settled();
    buffer.note([gap('a')]);
    await buffer.settled();
    expect(written).toEqual([['a', 2, 1], ['b', 1, 1], ['a', 1, 1]]);
  });

  it('a thousand notes beside each other are counted exactly', async () => {
    const sink = new Sink();
    const buffer = sink.buffer();
    await Promise.all(Array.from({ length: 1000 }, async (_, index) => {
      await Promise.resolve();
      buffer.note([gap(String(index % 7))]);
    }));
    await buffer.settled();
    const sums = new Map<string, number>();
    for (const [code, count] of sink.batches.flat()) sums.set(code, (sums.get(code) ?? 0) + count);
    expect([...sums.values()].reduce((a, b) => a + b, 0)).toBe(1000);
  });
});
