import type { PromisedWork, PromisedWorks } from '@ncp/exchange';
import { guarded, type Pool } from './database.js';
import type { Sealer } from './seal.js';
import { isUuid } from './visits.js';

/** A holder renews well within this. A process that stands still for longer has lost its hold: its end is not taken any more. */
const HELD_FOR = '8 seconds';
/** From the beginning, and again from the end. */
const LIFE = '15 minutes';

const placeOf = (id: string): string => JSON.stringify(['promised_work', id.toLowerCase()]);

interface Row {
  readonly id: string;
  readonly gln: string;
  readonly attempts: number;
  readonly state: PromisedWork['state'];
  readonly sealed_content: Buffer;
}

const COLUMNS = `id, gln, attempts, sealed_content,
  case when held_until is null then 'ended' when held_until <= now() then 'lapsed' else 'held' end as state`;

/** All times are the server's: replicas share no other clock. @throws NcpError NCP_STORE_UNAVAILABLE, NCP_STORE_SEALED */
export const createPromisedWorks = (pool: Pool, sealer: Sealer): PromisedWorks => {
  const seal = (id: string, content: string): Buffer => sealer.seal(Buffer.from(content), placeOf(id));
  const read = (rows: readonly Row[]): PromisedWork | undefined => {
    const [row] = rows;
    if (row === undefined) return undefined;
    const { sealed_content: sealed, ...rest } = row;
    return { ...rest, content: sealer.open(sealed, placeOf(row.id)).toString() };
  };
  return {
    begin: ({ id, holder, gln, content }, most) => guarded(async () => {
      const { rowCount } = await pool.query(
        `insert into promised_work (id, gln, holder, attempts, held_until, expires_at, sealed_content)
         select $1::uuid, $2::text, $3::uuid, 1, now() + interval '${HELD_FOR}', now() + interval '${LIFE}', $4::bytea
         where (select count(*) from promised_work where gln = $2 and held_until > now()) < $5`,
        [id, gln, holder, seal(id, content), most],
      );
      return rowCount === 1;
    }),
    find: (id) => guarded(async () => {
      if (!isUuid(id)) return undefined;
      return read((await pool.query<Row>(`select ${COLUMNS} from promised_work where id = $1 and expires_at > now()`, [id])).rows);
    }),
    take: ({ id, holder }) => guarded(async () => read((await pool.query<Row>(
      `update promised_work set holder = $2, attempts = attempts + 1, held_until = now() + interval '${HELD_FOR}', expires_at = now() + interval '${LIFE}'
       where id = $1 and held_until <= now() and expires_at > now() returning ${COLUMNS}`,
      [id, holder],
    )).rows)),
    renew: (holder, ids) => guarded(async () => {
      await pool.query(`update promised_work set held_until = now() + interval '${HELD_FOR}' where holder = $1 and id = any($2::uuid[]) and held_until is not null`, [holder, ids]);
    }),
    end: ({ id, holder }, content) => guarded(async () => {
      const { rowCount } = await pool.query(
        `update promised_work set held_until = null, expires_at = now() + interval '${LIFE}', sealed_content = $3 where id = $1 and holder = $2 and held_until is not null`,
        [id, holder, seal(id, content)],
      );
      return rowCount === 1;
    }),
    giveBack: (holder) => guarded(async () => {
      const { rowCount } = await pool.query('update promised_work set held_until = now() where holder = $1 and held_until is not null', [holder]);
      return rowCount ?? 0;
    }),
    forget: () => guarded(async () => (await pool.query('delete from promised_work where expires_at <= now()')).rowCount ?? 0),
  };
};
