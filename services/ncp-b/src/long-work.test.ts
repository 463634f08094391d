import { afterEach, describe, expect, it } from '@jest/globals';
import { NcpError, type ExchangeId, type SwedishProfessional } from '@ncp/domain';
import type { PromisedWork, PromisedWorks } from '@ncp/exchange';
import { createLogger, systemClock } from '@ncp/runtime';
import { operation } from './api/problems.js';
import type { Asked } from './asked.js';
import { longWork, type LongWork, type WorkParts, type WorkWish } from './long-work.js';
import type { Problem } from './problem-of.js';
import { rateLimit } from './rate-limit.js';

const anna = { subject: 'anna', gln: '7350045511119' } as SwedishProfessional;
const asa = { subject: 'anna', gln: '7350045511126' } as SwedishProfessional;
const visit = '3f0d7a52-9a4c-4d0e-8a2b-1c5d6e7f8091';
const failed: Problem = { status: 500, code: 'NCP_INTERNAL', text: { sv: '-', en: '-' }, hint: { sv: '-', en: '-' }, exchange: visit, theirs: false, retryable: false };
const asked: Asked = { operation: 'identify', params: { visit }, query: undefined, body: { traits: {} }, media: 'application/json', key: '', exchange: visit as ExchangeId };
const wish = (professional = anna): WorkWish => ({ kind: 'identify', visit, professional, asked });

/** What the replicas share; `lapse` is a holder that died. */
class SharedWorks implements PromisedWorks {
  readonly kept = new Map<string, Omit<PromisedWork, 'state'> & { holder: string; state: PromisedWork['state'] }>();
  lapse(): void { for (const one of this.kept.values()) if (one.state === 'held') one.state = 'lapsed'; }
  async begin({ id, holder, gln, content }: Parameters<PromisedWorks['begin']>[0], most: number): Promise<boolean> {
    if ([...this.kept.values()].filter((one) => one.gln === gln && one.state === 'held').length >= most) return false;
    this.kept.set(id, { id, holder, gln, content, attempts: 1, state: 'held' });
    return true;
  }
  async find(id: string): Promise<PromisedWork | undefined> { return this.kept.get(id); }
  async take({ id, holder }: Parameters<PromisedWorks['take']>[0]): Promise<PromisedWork | undefined> {
    const found = this.kept.get(id);
    if (found?.state !== 'lapsed') return undefined;
    this.kept.set(id, { ...found, holder, attempts: found.attempts + 1, state: 'held' });
    return this.kept.get(id);
  }
  async renew(): Promise<void> { /* Nothing lapses here by itself. */ }
  async end({ id, holder }: Parameters<PromisedWorks['end']>[0], content: string): Promise<boolean> {
    const found = this.kept.get(id);
    if (found?.holder !== holder || found.state === 'ended') return false;
    this.kept.set(id, { ...found, content, state: 'ended' });
    return true;
  }
  async giveBack(holder: string): Promise<number> {
    const mine = [...this.kept.values()].filter((one) => one.holder === holder && one.state === 'held');
    for (const one of mine) one.state = 'lapsed';
    return mine.length;
  }
  async forget(): Promise<number> { return 0; }
}

const never = (): Promise<unknown> => new Promise(() => undefined);
const settled = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

describe('long work', () => {
  const replicas: LongWork[] = [];
  afterEach(async () => { await Promise.all(replicas.splice(0).map((one) => one.close(0))); });
  const replica = (promised: SharedWorks, perform: WorkParts['perform']): LongWork => {
    const one = longWork({ promised, perform, clock: systemClock(), log: createLogger('test', 'silent'), problem: async () => failed });
    replicas.push(one);
    return one;
  };

  it('is running, then done with its result, whichever replica is asked', async () => {
    const shared = new SharedWorks();
    const release = Promise.withResolvers<unknown>();
    const [here, there] = [replica(shared, () => release.promise), replica(shared, never)];
    const begun = await here.begin(wish());
    expect(operation.safeParse(begun).success).toBe(true);
    expect(await there.find(anna, begun.id)).toMatchObject({ version: 1, last: false, data: { state: 'running' } });
    release.resolve({ answer: 42 });
    await settled();
    const ended = await there.find(anna, begun.id);
    expect(ended).toMatchObject({ version: 2, last: true, data: { state: 'done', result: { answer: 42 } } });
    expect(operation.safeParse(ended.data).success).toBe(true);
  });

  it('fails with the problem that the request would have had', async () => {
    const work = replica(new SharedWorks(), async () => { throw new NcpError('NCP_PEER_TIMEOUT'); });
    const { id } = await work.begin(wish());
    await settled();
    expect((await work.find(anna, id)).data).toMatchObject({ state: 'failed', problem: { code: 'NCP_INTERNAL' } });
  });

  it('does not exist for anybody else', async () => {
    const work = replica(new SharedWorks(), async () => ({}));
    const { id } = await work.begin(wish());
    await expect(work.find(asa, id)).rejects.toThrow('NCP_API_NOT_FOUND');
    await expect(work.find(anna, visit)).rejects.toThrow('NCP_API_NOT_FOUND');
  });

  it('is bounded for one pharmacy over all replicas, and free for the next', async () => {
    const shared = new SharedWorks();
    const [here, there] = [replica(shared, never), replica(shared, never)];
    for (let index = 0; index < 32; index += 1) await (index % 2 === 0 ? here : there).begin(wish());
    await expect(here.begin(wish())).rejects.toThrow('NCP_HTTP_BUSY');
    expect((await here.begin(wish(asa))).state).toBe('running');
  });

  it('goes on with another replica when its own has died, as it was asked, once; what the dead one still says is not taken', async () => {
    const shared = new SharedWorks();
    const late = Promise.withResolvers<unknown>();
    const seen: unknown[] = [];
    const [dead, there, third] = [replica(shared, () => late.promise), replica(shared, async (...all) => { seen.push(all); return 'theirs'; }), replica(shared, never)];
    const { id } = await dead.begin(wish());
    shared.lapse();
    await Promise.all([there.find(anna, id), there.find(anna, id)]);
    expect((await third.find(anna, id)).data.state).toMatch(/running|done/);
    late.resolve('mine');
    await settled();
    expect(seen).toEqual([[asked, anna]]);
    expect((await third.find(anna, id)).data).toMatchObject({ state: 'done', result: 'theirs' });
  });

  it('is given up when it has ended three processes', async () => {
    const shared = new SharedWorks();
    let runs = 0;
    const { id } = await replica(shared, () => { runs += 1; return never(); }).begin(wish());
    for (let death = 0; death < 3; death += 1) {
      shared.lapse();
      await replica(shared, () => { runs += 1; return never(); }).find(anna, id);
      await settled();
    }
    expect([runs, (await replica(shared, never).find(anna, id)).data.state]).toEqual([3, 'failed']);
  });

  it('is given back at once by a process that ends before it', async () => {
    const shared = new SharedWorks();
    const [leaving, there] = [replica(shared, never), replica(shared, async () => 'done there')];
    const { id } = await leaving.begin(wish());
    await leaving.close(0);
    await leaving.find(anna, id);
    expect(shared.kept.get(id)?.state).toBe('lapsed');
    await there.find(anna, id);
    await settled();
    expect((await there.find(anna, id)).data).toMatchObject({ state: 'done', result: 'done there' });
  });
});

describe('the rate of a pharmacy', () => {
  it('bursts to twice what it sustains, refills, and is its own', () => {
    let now = 0;
    const rate = rateLimit(2, () => now);
    const admitted = (key: string, times: number): number => Array.from({ length: times }, () => rate.admits(key)).filter(Boolean).length;
    expect(admitted('a', 10)).toBe(4);
    expect(admitted('b', 1)).toBe(1);
    now = 500;
    expect(admitted('a', 10)).toBe(1);
  });
});
