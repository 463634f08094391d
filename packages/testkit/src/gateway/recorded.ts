import { setTimeout as sleep } from 'node:timers/promises';
import type { ChainHead, Leaf } from '@ncp/audit';
import { attr, deepText, parseXml, walk } from '@ncp/xml';
import { Client } from 'pg';
import type { GatewayWorld } from './world.js';

/** What a refusal may not change; the audit tables are looked at one by one. */
const STATE_TABLES = [
  'dispense', 'dispense_alias', 'conflict_record', 'export', 'advisory_mark', 'summary_snapshot', 'replay_message', 'replay_assertion',
] as const;
export type StateTable = (typeof STATE_TABLES)[number];

/** Everything there is, as fingerprints: equal means nothing happened. */
export interface Snapshot {
  readonly tables: Readonly<Record<string, string>>;
  readonly nationalCalls: number;
  readonly nationalEffects: string;
  readonly head: ChainHead;
}

export interface RecordedLeaf {
  readonly leaf: Leaf;
  /** Type and text of its audit event, opened; `details` is what stands in it as base64. */
  readonly event?: { readonly type: string; readonly text: string; readonly details: string; readonly hash: string };
  /** Titles of the evidence committed with it. */
  readonly evidence: readonly string[];
  /** Everything stored beside it that is not sealed, as text. */
  readonly rows: string;
}

/** Looks at the database and the national list from outside. */
export interface Records {
  /** Once nothing is being processed any more. */
  snapshot(): Promise<Snapshot>;
  leavesAfter(head: ChainHead): Promise<readonly RecordedLeaf[]>;
  /** A statement as the owner of the database. */
  sql<T>(statement: string, values?: readonly unknown[]): Promise<readonly T[]>;
  close(): Promise<void>;
}

const FINGERPRINTS = STATE_TABLES.map((table) =>
  `select '${table}' as name, md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) as print from ${table} t`).join(' union all ');
const SETTLE_MS = 2_000;

export async function openRecords(world: GatewayWorld): Promise<Records> {
  const client = new Client({ connectionString: world.database.ownerUrl });
  await client.connect();
  const store = await world.store();
  const sql = async <T>(statement: string, values: readonly unknown[] = []): Promise<readonly T[]> =>
    (await client.query(statement, [...values])).rows as T[];

  /** An answer reaches us before its delivery is noted. */
  const settled = async (): Promise<void> => {
    const until = performance.now() + SETTLE_MS;
    while (performance.now() < until) {
      const [open] = await sql<{ n: string }>(`select count(*) as n from replay_message where state = 'open'`);
      if (open?.n === '0') return;
      await sleep(5);
    }
  };
  return {
    sql,
    async snapshot() {
      await settled();
      const rows = await sql<{ name: string; print: string }>(FINGERPRINTS);
      const { control } = world.nll;
      return {
        tables: Object.fromEntries(rows.map(({ name, print }) => [name, print])),
        nationalCalls: control.requests().length,
        nationalEffects: JSON.stringify(control.effects()),
        head: await store.audit.head(),
      };
    },
    async leavesAfter(head) {
      const found: RecordedLeaf[] = [];
      for await (const leaf of store.audit.leaves({ after: head.sequence })) {
        const event = await store.audit.event(leaf.sequence);
        const [row] = await sql<{ text: string }>(
          `select coalesce(string_agg(t, ' '), '') as text from (
             select e::text as t from exchange e where id = $1
             union all select l::text from audit_leaf l where exchange = $1
             union all select o::text from outbox o where exchange = $1
             union all select d::text from dispense d where exchange = $1) all_of_it`, [leaf.exchange]);
        const evidence = await sql<{ title: string }>('select title from evidence where sequence = $1 order by ordinal', [String(leaf.sequence)]);
        found.push({
          leaf, evidence: evidence.map(({ title }) => title), rows: row?.text ?? '',
          ...(event === undefined ? {} : { event: { type: event.type, hash: event.hash, text: new TextDecoder().decode(event.xml), details: detailsOf(event.xml) } }),
        });
      }
      return found;
    },
    close: () => client.end(),
  };
}

/** Queries and headers are kept as base64 (wire-contract 6.2): whoever looks for a text must look there too. */
const detailsOf = (xml: Uint8Array): string => [...walk(parseXml(xml))].filter((one) => one.local === 'ParticipantObjectDetail' || one.local === 'ParticipantObjectQuery')
  .map((one) => Buffer.from(attr(one, 'value') ?? deepText(one), 'base64').toString('utf8')).join(' ');

/** Names of the tables that differ. */
export const changedTables = (before: Snapshot, after: Snapshot): readonly string[] =>
  Object.keys(before.tables).filter((name) => before.tables[name] !== after.tables[name]);
