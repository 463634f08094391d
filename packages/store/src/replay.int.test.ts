import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMs, isNcpError } from '@ncp/domain';
import { FINLAND, SAMPLE_TIME, startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { openStore, type Store } from './store.js';

const keys = { current: { id: 'test', key: new Uint8Array(32).fill(7) } };

describe('replay memory', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let store: Store;
  const open = () => openStore({ url: database.url('ncp_a'), application: 'replay-test', keys });
  const message = (changes: Partial<Parameters<Store['replay']['admit']>[0]> = {}) => ({
    peer: FINLAND, messageId: `urn:uuid:${randomUUID()}`, bytesHash: 'bytes', now: SAMPLE_TIME,
    assertions: [{ id: `_${randomUUID()}`, notOnOrAfter: addMs(SAMPLE_TIME, 7_200_000), maxUses: 200 }], ...changes,
  });

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
    store = await open();
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
    await postgres.stop();
  });

  it('SAML-40 refuses an identical message after the first was delivered, admits it after a fault', async () => {
    const one = message();
    expect(await store.replay.admit(one)).toBe('first');
    await store.replay.ended({ ...one, how: 'fault' });
    expect(await store.replay.admit(one)).toBe('repeat');
    await store.replay.ended({ ...one, how: 'delivered' });
    expect(await store.replay.admit(one)).toBe('duplicate');
    expect(await store.replay.admit({ ...one, bytesHash: 'changed' })).toBe('other-bytes');
  });

  it('SAML-40 admits a message whose process died once no request can still be working on it', async () => {
    const one = message();
    await store.replay.admit(one);
    expect(await store.replay.admit({ ...one, now: addMs(SAMPLE_TIME, 44_000) })).toBe('duplicate');
    expect(await store.replay.admit({ ...one, now: addMs(SAMPLE_TIME, 45_000) })).toBe('repeat');
    expect(await store.replay.admit({ ...one, now: addMs(SAMPLE_TIME, 46_000) })).toBe('duplicate');
  });

  it('SAML-41 remembers after a restart and in another process', async () => {
    const one = message();
    await store.replay.admit(one);
    await store.replay.ended({ ...one, how: 'delivered' });
    const other = await open();
    expect(await other.replay.admit(one)).toBe('duplicate');
    await other.close();
  });

  it('SAML-42 accepts and counts one assertion with new messages', async () => {
    const { assertions } = message();
    for (let use = 0; use < 5; use += 1) expect(await store.replay.admit(message({ assertions }))).toBe('first');
  });

  it('SAML-44 refuses reuse above the bound, and keeps refusing that message', async () => {
    const assertions = message().assertions.map((assertion) => ({ ...assertion, maxUses: 3 }));
    const verdicts = await Promise.all(Array.from({ length: 10 }, () => store.replay.admit(message({ assertions }))));
    expect(verdicts.filter((verdict) => verdict === 'first')).toHaveLength(3);
    expect(verdicts.filter((verdict) => verdict === 'reused')).toHaveLength(7);
    const refused = message({ assertions });
    expect(await store.replay.admit(refused)).toBe('reused');
    await store.replay.ended({ ...refused, how: 'fault' });
    expect(await store.replay.admit(refused)).toBe('reused');
  });

  it('SAML-45 a one-time assertion carries one message; the repetition of that message after a fault is not a second use', async () => {
    const one = message({ assertions: message().assertions.map((assertion) => ({ ...assertion, maxUses: 1 })) });
    expect(await store.replay.admit(one)).toBe('first');
    await store.replay.ended({ ...one, how: 'fault' });
    expect(await store.replay.admit(one)).toBe('repeat');
    expect(await store.replay.admit({ ...one, messageId: `urn:uuid:${randomUUID()}` })).toBe('reused');
  });

  it('counts per peer: nobody can use up the assertions of another country', async () => {
    const one = message({ assertions: message().assertions.map((assertion) => ({ ...assertion, maxUses: 1 })) });
    expect(await store.replay.admit(one)).toBe('first');
    expect(await store.replay.admit({ ...one, peer: 'DK' as typeof FINLAND })).toBe('first');
  });

  it('SAML-46 fails closed when the store is unavailable', async () => {
    const gone = await open();
    await gone.close();
    const code = await gone.replay.admit(message()).catch((error: unknown) => (isNcpError(error) ? error.code : error));
    expect(code).toBe('NCP_STORE_UNAVAILABLE');
  });

  it('SAML-47 entries outlive the assertion and the message window, then go', async () => {
    const one = message();
    await store.replay.admit(one);
    await store.replay.ended({ ...one, how: 'delivered' });
    const dispatcher = await openStore({ url: database.url('ncp_dispatcher'), application: 'retention', keys });
    await dispatcher.retention.purge(addMs(SAMPLE_TIME, 23 * 3_600_000));
    expect(await store.replay.admit(one)).toBe('duplicate');
    await dispatcher.retention.purge(addMs(SAMPLE_TIME, 25 * 3_600_000));
    expect(await store.replay.admit(one)).toBe('first');
    await dispatcher.close();
  });

  it('SAML-49 a clock that is set back after entries were removed meets them still: they outlive their window', async () => {
    const one = message();
    await store.replay.admit(one);
    await store.replay.ended({ ...one, how: 'delivered' });
    const dispatcher = await openStore({ url: database.url('ncp_dispatcher'), application: 'retention', keys });
    // The window of 24 h has passed by the clock that was ten minutes ahead.
    await dispatcher.retention.purge(addMs(SAMPLE_TIME, 24 * 3_600_000 + 600_000));
    expect(await store.replay.admit({ ...one, now: addMs(SAMPLE_TIME, 24 * 3_600_000) })).toBe('duplicate');
    await dispatcher.close();
  });

  it('SAML-48 admits exactly one of two identical messages in parallel, a hundred times', async () => {
    const other = await open();
    for (let round = 0; round < 100; round += 1) {
      const one = message();
      const verdicts = await Promise.all([store.replay.admit(one), other.replay.admit(one)]);
      expect([...verdicts].sort()).toEqual(['duplicate', 'first']);
    }
    await other.close();
  });

  it('two messages with the same two assertions in any order never wait for each other', async () => {
    const assertions = [...message().assertions, ...message().assertions];
    const verdicts = await Promise.all(Array.from({ length: 60 }, (_, index) =>
      store.replay.admit(message({ assertions: index % 2 === 0 ? assertions : assertions.toReversed() }))));
    expect(new Set(verdicts)).toEqual(new Set(['first']));
  });
});
