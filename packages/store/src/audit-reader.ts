import { GENESIS, type AuditEvent, type ChainHead, type Evidence, type Leaf } from '@ncp/audit';
import { SWEDEN, type CountryCode, type ExchangeId, type Instant } from '@ncp/domain';
import type { Kysely, Selectable } from 'kysely';
import { guarded } from './database.js';
import { eventPlace, evidencePlace } from './journal-write.js';
import type { LeafTable, Tables } from './schema/tables.js';
import type { Sealer } from './seal.js';
import { toDate } from './times.js';

const PAGE = 1_000;

/** Reading what was appended. Reading an exchange is itself an audited act (AUD-31): that is the caller's to record. */
export interface AuditReader {
  /** Leaves in the order of the chain, page by page: the whole table never sits in memory. */
  leaves(range?: { readonly after?: bigint; readonly upTo?: bigint }): AsyncIterable<Leaf>;
  head(): Promise<ChainHead>;
  leavesOf(exchange: ExchangeId): Promise<readonly Leaf[]>;
  event(sequence: bigint): Promise<AuditEvent | undefined>;
  evidenceOf(exchange: ExchangeId): Promise<readonly Evidence[]>;
  /** Every use of one of our seals since an instant, in the order of the chain (KEY-05). `fingerprint`: SHA-256 of its certificate, hex. */
  keyUses(fingerprint: string, since: Instant): Promise<readonly KeyUseRow[]>;
}

/** A signature that one of our keys made, without what it was made over. */
export interface KeyUseRow {
  readonly sequence: bigint;
  readonly time: Instant;
  readonly exchange: ExchangeId;
  /** The other one. */
  readonly country: CountryCode;
  readonly title: string;
}

/** Every field as it was hashed. */
const leafOf = (row: Selectable<LeafTable>): Leaf => ({
  sequence: BigInt(row.sequence), time: row.time_text as Instant, kind: row.kind, exchange: row.exchange as ExchangeId,
  countryA: row.country_a as CountryCode, countryB: row.country_b as CountryCode, actor: row.actor, eventHash: row.event_hash,
  requestHash: row.request_hash, responseHash: row.response_hash, outcome: row.outcome, codes: row.codes,
  previousHash: row.previous_hash, hash: row.hash,
});

/** @throws NcpError NCP_STORE_UNAVAILABLE, NCP_STORE_SEALED */
export function createAuditReader(db: Kysely<Tables>, sealer: Sealer): AuditReader {
  const rows = () => db.selectFrom('audit_leaf').selectAll().orderBy('sequence');
  return {
    async *leaves({ after = 0n, upTo } = {}) {
      let last = after;
      for (;;) {
        const page = await guarded(() => rows().where('sequence', '>', String(last))
          .$if(upTo !== undefined, (query) => query.where('sequence', '<=', String(upTo))).limit(PAGE).execute());
        for (const row of page) yield leafOf(row);
        const end = page.at(-1);
        if (end === undefined || page.length < PAGE) return;
        last = BigInt(end.sequence);
      }
    },
    head: () => guarded(async () => {
      const last = await db.selectFrom('audit_leaf').select(['sequence', 'hash']).orderBy('sequence', 'desc').limit(1).executeTakeFirst();
      return last === undefined ? GENESIS : { sequence: BigInt(last.sequence), hash: last.hash };
    }),
    leavesOf: (exchange) => guarded(async () => (await rows().where('exchange', '=', exchange).execute()).map(leafOf)),
    event: (sequence) => guarded(async () => {
      const row = await db.selectFrom('audit_event').selectAll().where('sequence', '=', String(sequence)).executeTakeFirst();
      return row === undefined ? undefined : { type: row.type, hash: row.hash, xml: sealer.open(row.sealed_xml, eventPlace(row.hash)) };
    }),
    evidenceOf: (exchange) => guarded(async () => {
      const found = await db.selectFrom('evidence').selectAll().where('exchange', '=', exchange).orderBy('sequence').orderBy('ordinal').execute();
      return found.map((row) => ({
        kind: row.kind, title: row.title, xml: sealer.open(row.sealed_xml, evidencePlace(row.exchange, row.title)),
        ...(row.signed_by === null ? {} : { signedBy: row.signed_by }),
      }));
    }),
    keyUses: (fingerprint, since) => guarded(async () => {
      const found = await db.selectFrom('evidence').innerJoin('audit_leaf', 'audit_leaf.sequence', 'evidence.sequence')
        .select(['audit_leaf.sequence', 'audit_leaf.time_text', 'evidence.exchange', 'audit_leaf.country_a', 'audit_leaf.country_b', 'evidence.title'])
        .where('evidence.signed_by', '=', fingerprint).where('audit_leaf.time', '>=', toDate(since))
        .orderBy('evidence.sequence').orderBy('evidence.ordinal').execute();
      return found.map((row) => ({
        sequence: BigInt(row.sequence), time: row.time_text as Instant, exchange: row.exchange as ExchangeId, country: (row.country_b === SWEDEN ? row.country_a : row.country_b) as CountryCode, title: row.title,
      }));
    }),
  };
}
