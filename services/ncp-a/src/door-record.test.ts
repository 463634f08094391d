import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { countryCode, type ExchangeId } from '@ncp/domain';
import type { Gateway, JournalEntry } from '@ncp/exchange';
import { DoorRecord } from './door-record.js';

const FI = countryCode('FI');

describe('what never became a message', () => {
  let entries: JournalEntry[];
  let alarms: string[];
  let away: boolean;
  let record: DoorRecord;
  const settled = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
  const minute = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 120); });
  const leaves = (): readonly unknown[] => entries.map(({ leaf }) => [leaf.kind, leaf.actor, leaf.countryB, leaf.outcome, leaf.codes.join()]);
  beforeEach(() => {
    [entries, alarms, away] = [[], [], false];
    const gateway = {
      journal: { commit: async (entry: JournalEntry) => {
        if (away) throw new Error('away');
        entries.push(entry);
        return { ok: true, leafSequence: '1' };
      } },
      surroundings: { now: () => '2026-06-12T12:00:00Z', exchangeId: () => `0199a1b2-0000-7000-8000-00000000000${String(entries.length)}` as ExchangeId, uuid: () => '' },
      observer: { alarm: (code: string) => { alarms.push(code); } },
    } as unknown as Gateway;
    record = new DoorRecord(gateway, 80);
  });
  afterEach(() => record.close());

  it.each([
    ['peer-refused', 'NCP_TRUST_REVOKED', FI, 'NCP_TRUST_REVOKED'], ['peer-refused', 'UNKNOWN', undefined, 'NCP_TRUST_UNTRUSTED'],
    ['handshake-refused', 'ERR_SSL_UNSUPPORTED_PROTOCOL', undefined, 'NCP_TRUST_UNTRUSTED'], ['connection-refused', 'CONNECTIONS_PER_PEER', FI, 'NCP_HTTP_BUSY'],
    ['request-refused', 'RATE', FI, 'NCP_HTTP_BUSY'], ['malformed', 'HPE_INVALID_METHOD', FI, 'NCP_HTTP_REQUEST'], ['address-refused', 'METHOD', FI, 'NCP_HTTP_REQUEST'],
    ['write-timeout', 'WRITE', FI, 'NCP_HTTP_TIMEOUT'], ['request-refused', 'toString', FI, 'NCP_HTTP_BUSY'],
  ] as const)('AUD-05 %s for %s is on record at once', async (kind, reason, country, code) => {
    record.note({ kind, reason, ...(country === undefined ? {} : { country }) });
    await settled();
    expect(leaves()).toEqual([[kind, `${reason} 1`, country ?? 'SE', 12, code]]);
    expect(entries[0]?.facts).toMatchObject({ transaction: 'unknown', outcome: 12, codes: [code] });
  });

  it('AUD-05 of a thousand alike the first is on record at once, and how many more there were after a minute; then the next is a first again', async () => {
    for (let times = 0; times < 1000; times += 1) record.note({ kind: 'request-refused', reason: 'RATE', country: FI });
    record.note({ kind: 'request-refused', reason: 'RATE', country: countryCode('DK') });
    await settled();
    expect(entries.map(({ leaf }) => [leaf.actor, leaf.countryB])).toEqual([['RATE 1', 'FI'], ['RATE 1', 'DK']]);
    await minute();
    expect(entries.slice(2).map(({ leaf }) => [leaf.actor, leaf.countryB])).toEqual([['RATE 999', 'FI']]);
    await minute();
    record.note({ kind: 'request-refused', reason: 'RATE', country: FI });
    await settled();
    expect(entries.slice(3).map(({ leaf }) => leaf.actor)).toEqual(['RATE 1']);
  });

  it('is complete when it is closed, and tells what could not be recorded', async () => {
    for (let times = 0; times < 3; times += 1) record.note({ kind: 'malformed', reason: 'HPE_INVALID_METHOD', country: FI });
    await record.close();
    expect(entries.map(({ leaf }) => leaf.actor)).toEqual(['HPE_INVALID_METHOD 1', 'HPE_INVALID_METHOD 2']);
    away = true;
    record.note({ kind: 'malformed', reason: 'HPE_INVALID_VERSION' });
    await record.close();
    expect(alarms).toEqual(['NCP_AUDIT_UNAVAILABLE']);
  });
});
