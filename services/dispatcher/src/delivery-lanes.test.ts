import { describe, expect, it } from '@jest/globals';
import { countryCode } from '@ncp/domain';
import { deliveryLanes } from './delivery-lanes.js';

const [FI, DK] = [countryCode('FI'), countryCode('DK')];

/** Work that ends when it is told to. */
const held = () => {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun, end: (id: string) => { ends.get(id)?.(); },
    work: (id: string) => new Promise<void>((resolve) => { begun.push(id); ends.set(id, resolve); }),
  };
};
const settle = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

describe('lanes of deliveries', () => {
  it('QUE-10 a country that hangs holds up nobody else', async () => {
    const { work, begun, end } = held();
    const lanes = deliveryLanes(work, 2);
    for (const id of ['f1', 'f2', 'f3', 'f4']) lanes.enter(FI, id);
    lanes.enter(DK, 'd1');
    expect(begun).toEqual(['f1', 'f2', 'd1']);
    end('d1');
    end('f2');
    await settle();
    expect(begun).toEqual(['f1', 'f2', 'd1', 'f3']);
  });

  it('QUE-09 takes one that waits or runs only once, and again when it has ended', async () => {
    const { work, begun, end } = held();
    const lanes = deliveryLanes(work, 1);
    for (const id of ['a', 'a', 'b', 'b']) lanes.enter(FI, id);
    expect(begun).toEqual(['a']);
    end('a');
    await settle();
    lanes.enter(FI, 'a');
    end('b');
    await settle();
    expect(begun).toEqual(['a', 'b', 'a']);
  });

  it('QUE-13 begins nothing after it was closed, and waits for what runs', async () => {
    const { work, begun, end } = held();
    const lanes = deliveryLanes(work, 1);
    for (const id of ['a', 'b']) lanes.enter(FI, id);
    let closed = false;
    const closing = lanes.close().then(() => { closed = true; });
    lanes.enter(DK, 'c');
    await settle();
    expect([closed, begun]).toEqual([false, ['a']]);
    end('a');
    await closing;
    expect(begun).toEqual(['a']);
  });
});
