import { describe, expect, it } from '@jest/globals';
import { workerWatch, type WatchedWorker } from './watch-worker.js';

const watched = (more: Partial<WatchedWorker> = {}): { readonly look: () => Promise<void>; readonly renewed: () => number } => {
  let renewed = 0;
  const look = workerWatch({ isConnected: () => true, waiting: async () => 1, begun: () => 0, isFree: () => true, renew: () => { renewed += 1; }, onStuck: () => undefined, ...more });
  return { look, renewed: () => renewed };
};
const looks = async ({ look, renewed }: ReturnType<typeof watched>, count: number): Promise<number> => {
  for (let at = 0; at < count; at += 1) await look();
  return renewed();
};

describe('the watch over a worker', () => {
  it('renews one that begins nothing while jobs wait, after two looks, and again after two more', async () => {
    expect(await looks(watched(), 1)).toBe(0);
    expect(await looks(watched(), 2)).toBe(1);
    expect(await looks(watched(), 4)).toBe(2);
  });

  it('renews one whose queue does not answer', async () => {
    expect(await looks(watched({ waiting: () => Promise.reject(new Error('timeout')) }), 2)).toBe(1);
  });

  it('leaves in peace who works, who has nothing to do, who is full, and who is connecting', async () => {
    let begun = 0;
    expect(await looks(watched({ begun: () => { begun += 1; return begun; } }), 5)).toBe(0);
    expect(await looks(watched({ waiting: async () => 0 }), 5)).toBe(0);
    expect(await looks(watched({ isFree: () => false }), 5)).toBe(0);
    expect(await looks(watched({ isConnected: () => false }), 5)).toBe(0);
  });
});
