import { describe, expect, it } from '@jest/globals';
import type { ForeignPrescription } from '@ncp/cda';
import { addMs, instant } from '@ncp/domain';
import type { ShelfPlace, ShelvedDocuments } from '../../ports/index.js';
import { documentShelf, type Shelving } from './document-shelf.js';

const at = instant('2026-06-12T12:00:00.000Z');
const document = (size: number): Shelving => ({ bytes: new Uint8Array(size), at });
const prescription = { substitutionAllowed: true } as ForeignPrescription;
const place = (key: string, visit = 'v', version = '1'): ShelfPlace => ({ visit, key, version });

/** What two replicas share. */
function sharedDocuments(): Pick<ShelvedDocuments, 'put' | 'take' | 'clear'> & { asked: number } {
  const kept = new Map<string, { readonly version: string; readonly bytes: Uint8Array }>();
  return {
    asked: 0,
    put: async ({ visit, key, version }, bytes) => { kept.set(`${visit}/${key}`, { version, bytes }); },
    async take({ visit, key, version }) {
      this.asked += 1;
      const found = kept.get(`${visit}/${key}`);
      return found?.version === version ? found.bytes : undefined;
    },
    clear: async (visit) => { for (const name of kept.keys()) if (name.startsWith(`${visit}/`)) kept.delete(name); },
  };
}

describe('documentShelf', () => {
  it('gives what was read back, with what was read of it, for a quarter of an hour', async () => {
    const shelf = documentShelf();
    await shelf.put(place('k'), { ...document(3), prescription });
    expect(await shelf.take(place('k'), addMs(at, 899_999))).toMatchObject({ bytes: new Uint8Array(3), prescription });
    expect(await shelf.take(place('k', 'w'), at)).toBeUndefined();
    expect(await shelf.take(place('k', 'v', '2'), at)).toBeUndefined();
    expect(await shelf.take(place('k'), addMs(at, 900_000))).toBeUndefined();
  });

  it('lets the oldest go when it is full; what was read weighs as much as the document', async () => {
    const shelf = documentShelf(undefined, 100);
    const sizes = (...keys: readonly string[]): Promise<readonly (number | undefined)[]> => Promise.all(keys.map(async (key) => (await shelf.take(place(key), at))?.bytes.byteLength));
    await shelf.put(place('1'), document(40));
    await shelf.put(place('2'), document(40));
    shelf.remember(place('2'), { ...document(40), prescription });
    expect(await sizes('1', '2')).toEqual([undefined, 40]);
    await shelf.put(place('3'), document(20));
    expect(await sizes('2')).toEqual([40]);
    await shelf.put(place('4'), document(1));
    expect(await sizes('2', '3')).toEqual([undefined, 20]);
  });

  it('forgets a visit that ends, and no other', async () => {
    const shelf = documentShelf();
    await shelf.put(place('k'), document(1));
    await shelf.put(place('k', 'w'), document(1));
    await shelf.clear('v');
    expect(await shelf.take(place('k'), at)).toBeUndefined();
    expect((await shelf.take(place('k', 'w'), at))?.bytes.byteLength).toBe(1);
  });

  it('has what another replica has read, in the version that was read last, until the visit ends on any of them', async () => {
    const shared = sharedDocuments();
    const [here, there] = [documentShelf(shared), documentShelf(shared)];
    await here.put(place('k'), { ...document(3), prescription });
    expect(await there.take(place('k'), at)).toEqual({ bytes: new Uint8Array(3) });
    there.remember(place('k'), { ...document(3), prescription });
    expect([await there.take(place('k'), at), shared.asked]).toMatchObject([{ prescription }, 1]);
    await there.put(place('k', 'v', '2'), document(4));
    expect((await here.take(place('k', 'v', '2'), at))?.bytes.byteLength).toBe(4);
    await there.clear('v');
    expect(await documentShelf(shared).take(place('k', 'v', '2'), at)).toBeUndefined();
  });
});
