import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSealingKeys } from '@ncp/runtime';
import { openStore, type Store } from '@ncp/store';
import { sampleEntry, startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { layoutIn } from '../layout.js';
import type { Output } from '../output.js';
import { patientLogCommand } from './patient-log.js';

const ALMA = '199008202385^^^&1.2.752.129.2.1.3.1&ISO';

describe('ncp patient-log', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let store: Store;
  let state = '';
  const given = process.env['DATABASE_URL'];
  const results: { readonly lines: readonly { readonly what: string; readonly who: string; readonly codes: readonly string[] }[]; readonly total: number }[] = [];
  const output: Output = { json: true, line: () => undefined, progress: () => undefined, result: (value) => { results.push(value as (typeof results)[number]); } };

  beforeAll(async () => {
    state = mkdtempSync(join(tmpdir(), 'ncp-patient-log-'));
    const keyFile = layoutIn(state).keyEncryptionKey;
    mkdirSync(dirname(keyFile), { recursive: true });
    writeFileSync(keyFile, Buffer.alloc(32, 9).toString('base64'), { mode: 0o600 });
    postgres = await startTestPostgres();
    database = await postgres.database();
    store = await openStore({ url: database.url('ncp_a'), application: 'log-test', keys: readSealingKeys({ keyEncryptionKeyFile: keyFile }), connections: 1 });
    const entry = sampleEntry();
    await store.journal.commit({ facts: entry.facts, leaf: { ...entry.leaf, kind: 'list-prescriptions', eventHash: '' }, subject: ALMA });
    await store.journal.commit(sampleEntry({ subject: '191212121212^^^&1.2.752.129.2.1.3.1&ISO' }));
    process.env['DATABASE_URL'] = database.url('ncp_a');
  }, 60_000);
  afterAll(async () => {
    if (given === undefined) delete process.env['DATABASE_URL'];
    else process.env['DATABASE_URL'] = given;
    await store.close();
    await database.drop();
    await postgres.stop();
    rmSync(state, { recursive: true, force: true });
  });

  it('tells of each access to what concerns her, of nobody else, and of this very access', async () => {
    expect(await patientLogCommand(output, '19900820-2385\n', { state, reason: 'patient-asked', as: 'Sara Säker', limit: 10 })).toBe(0);
    expect(results[0]?.lines.map(({ what }) => what)).toEqual(['operator-patient-log', 'list-prescriptions']);
    expect(results[0]?.lines[0]).toMatchObject({ who: 'command-line@Sara Säker', codes: ['patient-asked'] });
    const head = await store.audit.head();
    expect(head.sequence).toBe(3n);
  });

  it('reads nothing when the access cannot be put into the audit log', async () => {
    process.env['DATABASE_URL'] = database.url('ncp_dashboard');
    await expect(patientLogCommand(output, '19900820-2385', { state, reason: 'incident', as: 'Sara', limit: 10 })).rejects.toMatchObject({ code: expect.stringMatching(/^NCP_(AUDIT|STORE)/) });
    expect(results).toHaveLength(1);
  });
});
