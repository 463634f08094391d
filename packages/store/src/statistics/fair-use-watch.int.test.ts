import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMs, countryCode, instant, type Instant } from '@ncp/domain';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { withConnection } from '../database.js';
import { openOperations, type OpenOperations } from '../operations.js';
import { openStore, type Store } from '../store.js';

const NOW = instant('2026-06-12T12:00:00Z');
const MINUTE = 60_000;

describe('fair use over what all processes recorded (decisions G19)', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let store: Store;
  let open: OpenOperations;
  const sql = (text: string) => withConnection(database.ownerUrl, (client) => client.query(text));
  /** So many messages, evenly spread over a time that ends at `until`. */
  const messages = (count: number, until: Instant, overMs: number, { country = 'FI', place = 'urn:oid:1.2.3', probe = false } = {}): Promise<unknown> => sql(`
    insert into transaction_record (exchange, direction, transaction, service, country, message_id, received_at, ended_at, total_ms, peer_ms, national_ms, outcome, codes, steps, point_of_care, probe)
    select 'x' || n, 'inbound', 'ITI-55', 'identify', '${country}', 'm', timestamptz '${until}' - (${String(count)} - n) * interval '1 millisecond' * ${String(overMs / count)}, now(), 1, 0, 0, 0, '{}', '[]', '${place}', ${String(probe)}
    from generate_series(1, ${String(count)}) as n`);
  const look = async (at: Instant) => (await store.fairUse.look(at)).map(({ kind, country, subject, highest }) => [kind, country, subject, highest]);

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
    store = await openStore({ url: database.url('ncp_dispatcher'), application: 'fair-use', keys: { current: { id: 'test', key: new Uint8Array(32).fill(7) } } });
    open = await openOperations({ url: database.url('ncp_dashboard'), application: 'fair-use-view' });
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await open.close();
    await database.drop();
    await postgres.stop();
  });

  it('tells of the message that is one too many, and of nothing at the threshold', async () => {
    await messages(300, NOW, 9 * MINUTE);
    await messages(50, NOW, 900, { country: 'DK', place: '' });
    await messages(400, NOW, 9 * MINUTE, { country: 'PT', probe: true });
    expect(await look(NOW)).toEqual([]);
    await messages(1, NOW, 1);
    await messages(1, addMs(NOW, -1), 1, { country: 'DK', place: '' });
    expect(await look(NOW)).toEqual([['country', 'DK', '', 51], ['point-of-care', 'FI', 'urn:oid:1.2.3', 301]]);
  });

  it('what goes on is the same event: told once, and it grows', async () => {
    await messages(40, addMs(NOW, MINUTE), MINUTE);
    expect(await look(addMs(NOW, MINUTE))).toEqual([]);
    const [grown] = (await open.fairUse.events(addMs(NOW, -MINUTE), 10)).filter(({ kind }) => kind === 'point-of-care');
    expect(grown).toMatchObject({ country: countryCode('FI'), direction: 'inbound', beganAt: NOW, lastAt: addMs(NOW, MINUTE), threshold: 300, exchange: expect.stringMatching(/^x/) });
    expect(grown?.highest).toBeGreaterThan(301);
    await messages(301, addMs(NOW, 60 * MINUTE), 5 * MINUTE);
    expect(await look(addMs(NOW, 60 * MINUTE))).toEqual([['point-of-care', 'FI', 'urn:oid:1.2.3', 301]]);
  });

  it('counts a patient by a hash that the operators see only the beginning of', async () => {
    const at = addMs(NOW, 120 * MINUTE);
    const pseudonym = 'ab'.repeat(32);
    await messages(31, at, MINUTE, { country: 'PT', place: '' });
    await sql(`insert into audit_leaf (sequence, time_text, time, kind, exchange, country_a, country_b, actor, event_hash, request_hash, response_hash, outcome, codes, previous_hash, hash)
      select n, '', timestamptz '${at}' - (31 - n) * interval '1 second', 'identify', 'x' || n, 'SE', 'PT', '', '', '', '', 0, '{}', '', '' from generate_series(1, 31) as n`);
    await sql(`insert into audit_subject (sequence, pseudonym) select n, '${pseudonym}' from generate_series(1, 31) as n`);
    expect(await look(at)).toEqual([['patient', 'PT', pseudonym, 31]]);
    expect((await open.fairUse.events(at, 10)).map(({ kind, subject }) => [kind, subject])).toEqual([['patient', 'abababab']]);
    await expect(withConnection(database.url('ncp_dashboard'), (client) => client.query('select subject from abuse_event'))).rejects.toThrow(/permission denied/);
  });

  it('SAML-20 a point of care of any length, or a row that cannot be kept, keeps no other from being told', async () => {
    const at = addMs(NOW, 240 * MINUTE);
    // Nothing that could be made shorter.
    await messages(301, at, 9 * MINUTE, { place: randomBytes(4_000).toString('hex') });
    await messages(60, at, 900, { country: 'DK', place: '' });
    const [first, second] = [await look(at), await look(at)];
    expect(first.map(([kind, country, subject, highest]) => [kind, country, String(subject).length, highest])).toEqual([['country', 'DK', 0, 60], ['point-of-care', 'FI', 512, 301]]);
    expect(second).toEqual([]);
    await sql(`create function no_finland() returns trigger language plpgsql as $$ begin if new.country = 'FI' then raise exception 'no'; end if; return new; end $$;
      create trigger no_finland before insert on abuse_event for each row execute function no_finland()`);
    const later = addMs(at, 60 * MINUTE);
    await messages(301, later, 9 * MINUTE);
    await messages(60, later, 900, { country: 'PT', place: '' });
    for (const told of [['FI', 'PT'], ['FI']]) expect((await look(later)).map(([, country]) => country).toSorted()).toEqual(told);
    await sql('drop trigger no_finland on abuse_event');
  });
});
