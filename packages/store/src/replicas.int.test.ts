import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { withConnection } from './database.js';
import { openStore, type Store } from './store.js';

const keys = { current: { id: 'test', key: new Uint8Array(32).fill(7) } };
const gln = '7350045511119';
const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();

describe('what replicas know of each other', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let [here, there, dispatcher]: Store[] = [];
  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
    [here, there, dispatcher] = await Promise.all((['ncp_b', 'ncp_b', 'ncp_dispatcher'] as const).map((role) => openStore({ url: database.url(role), application: 'replicas-test', keys })));
  }, 120_000);
  afterAll(async () => {
    await Promise.all([here, there, dispatcher].map((store) => store?.close()));
    await database.drop();
    await postgres.stop();
  });
  const stores = (): { readonly here: Store; readonly there: Store; readonly dispatcher: Store } => {
    if (here === undefined || there === undefined || dispatcher === undefined) throw new Error('not open');
    return { here, there, dispatcher };
  };
  const sql = (text: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> =>
    withConnection(database.ownerUrl, async (client) => (await client.query<Record<string, unknown>>(text, [...values])).rows);
  const [first, second] = [randomUUID(), randomUUID()];

  describe('promised work', () => {
    const begun = async (content = '{"asked":"Alma"}', pharmacy = gln): Promise<string> => {
      const id = randomUUID();
      expect(await stores().here.promised.begin({ id, holder: first, gln: pharmacy, content }, 32)).toBe(true);
      return id;
    };
    const lapse = (id: string): Promise<unknown> => sql(`update promised_work set held_until = now() - interval '1 millisecond' where id = $1`, [id]);

    it('is told by every replica, sealed, and ended once by who holds it', async () => {
      const id = await begun();
      expect(await stores().there.promised.find(id)).toEqual({ id, gln, attempts: 1, state: 'held', content: '{"asked":"Alma"}' });
      expect(JSON.stringify(await sql('select encode(sealed_content, \'escape\') as text from promised_work where id = $1', [id]))).not.toContain('Alma');
      expect(await stores().there.promised.end({ id, holder: second }, 'wrong')).toBe(false);
      expect(await stores().here.promised.end({ id, holder: first }, 'done')).toBe(true);
      expect(await stores().here.promised.end({ id, holder: first }, 'twice')).toBe(false);
      expect(await stores().there.promised.find(id)).toMatchObject({ state: 'ended', content: 'done' });
    });

    it('is taken over when its holder is gone, by one of two; the old hold counts for nothing', async () => {
      const id = await begun();
      expect(await stores().there.promised.take({ id, holder: second })).toBeUndefined();
      await lapse(id);
      expect(await stores().there.promised.find(id)).toMatchObject({ state: 'lapsed' });
      const taken = await Promise.all([stores().there.promised.take({ id, holder: second }), stores().here.promised.take({ id, holder: randomUUID() })]);
      expect(taken.filter((one) => one !== undefined)).toMatchObject([{ attempts: 2, state: 'held', content: '{"asked":"Alma"}' }]);
      expect(await stores().here.promised.end({ id, holder: first }, 'late')).toBe(false);
    });

    it('is renewed by its holder, and given back', async () => {
      const id = await begun();
      await sql(`update promised_work set held_until = now() + interval '1 second' where id = $1`, [id]);
      await stores().there.promised.renew(second, [id]);
      const left = async (): Promise<number> => Number((await sql('select extract(epoch from held_until - now()) as left from promised_work where id = $1', [id]))[0]?.['left']);
      expect(await left()).toBeLessThan(2);
      await stores().here.promised.renew(first, [id]);
      expect(await left()).toBeGreaterThan(6);
      expect(await stores().here.promised.giveBack(randomUUID())).toBe(0);
      expect(await stores().here.promised.giveBack(first)).toBeGreaterThan(0);
      expect(await stores().there.promised.find(id)).toMatchObject({ state: 'lapsed' });
    });

    it('is bounded for a pharmacy by what is held', async () => {
      const pharmacy = '7350045511126';
      const ids = [await begun('1', pharmacy), await begun('2', pharmacy)];
      const third = (): Promise<boolean> => stores().there.promised.begin({ id: randomUUID(), holder: second, gln: pharmacy, content: '3' }, 2);
      expect(await third()).toBe(false);
      await lapse(ids[0] ?? '');
      expect(await third()).toBe(true);
    });

    it('is over after its life, and removed by the dispatcher', async () => {
      const [old, young] = [await begun(), await begun()];
      await sql(`update promised_work set expires_at = now() where id = $1`, [old]);
      expect(await stores().here.promised.find(old)).toBeUndefined();
      expect(await stores().dispatcher.promised.forget()).toBe(1);
      expect(await stores().here.promised.find(young)).toBeDefined();
      expect(await stores().here.promised.find('no-uuid')).toBeUndefined();
    });
  });

  describe('documents that visits have read', () => {
    const place = (more: object = {}): { readonly visit: string; readonly key: string; readonly version: string } => ({ visit: first, key: 'abc', version: 'a'.repeat(64), ...more });

    it('are there for the other replica, sealed, in the last version, until the visit ends', async () => {
      await stores().here.shelved.put(place(), Buffer.from('<ClinicalDocument>Aino</ClinicalDocument>'));
      expect(textOf(await stores().there.shelved.take(place()))).toBe('<ClinicalDocument>Aino</ClinicalDocument>');
      expect(JSON.stringify(await sql('select encode(sealed_content, \'escape\') as text from shelved_document'))).not.toContain('Aino');
      const later = place({ version: 'b'.repeat(64) });
      await stores().there.shelved.put(later, Buffer.from('later'));
      expect([await stores().here.shelved.take(place()), textOf(await stores().here.shelved.take(later))]).toEqual([undefined, 'later']);
      await stores().here.shelved.clear(first);
      expect(await stores().there.shelved.take(later)).toBeUndefined();
    });

    it('do not open in another place', async () => {
      await stores().here.shelved.put(place(), Buffer.from('mine'));
      await sql('update shelved_document set visit = $1', [second]);
      await expect(stores().here.shelved.take(place({ visit: second }))).rejects.toMatchObject({ code: 'NCP_STORE_SEALED' });
    });

    it('are over after a quarter of an hour, and removed by the dispatcher; what is very large is not kept', async () => {
      await stores().here.shelved.clear(second);
      await stores().here.shelved.put(place(), Buffer.from('old'));
      await sql('update shelved_document set expires_at = now()');
      expect(await stores().here.shelved.take(place())).toBeUndefined();
      expect(await stores().dispatcher.shelved.forget()).toBe(1);
      await stores().here.shelved.put(place(), Buffer.alloc(8 * 1024 * 1024 + 1));
      expect(await stores().here.shelved.take(place())).toBeUndefined();
    });
  });
});
