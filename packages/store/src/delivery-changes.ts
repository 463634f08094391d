import type { Delivery } from '@ncp/domain';
import type { DeliveryChange, LedgerGuard } from '@ncp/exchange';
import { constraintOf, sqlStateOf, UNIQUE_VIOLATION, type Connection } from './database.js';
import { DELIVERY_FIXED, DELIVERY_MOVING, fixedCells, movingCells } from './delivery-row.js';
import type { Sealer } from './seal.js';

/** A change of the outward ledger with its payload sealed before the writer's lock is taken. */
export interface PreparedDelivery {
  readonly kind: DeliveryChange['kind'];
  readonly id: Delivery['id'];
  readonly before: number;
  readonly cells: ReturnType<typeof movingCells>;
}

export const prepareDelivery = (sealer: Sealer, { kind, delivery }: DeliveryChange): PreparedDelivery => ({
  kind, id: delivery.id, before: delivery.version - 1,
  cells: kind === 'confirm' ? [...fixedCells(delivery, sealer), ...movingCells(delivery, sealer)] : movingCells(delivery, sealer),
});

const COLUMNS = [...DELIVERY_FIXED, ...DELIVERY_MOVING];
const INSERT = `insert into delivery (${COLUMNS.join(', ')}) values (${COLUMNS.map((_, index) => `$${String(index + 1)}`).join(', ')})
  on conflict on constraint delivery_key do nothing`;
const UPDATE = `update delivery set ${DELIVERY_MOVING.map((column, index) => `${column} = $${String(index + 3)}`).join(', ')}
  where id = $1 and version = $2`;

/** Undefined: done. Otherwise the guard that did not hold; the caller rolls back to its savepoint. */
export async function applyDelivery(client: Connection, { kind, id, before, cells }: PreparedDelivery): Promise<LedgerGuard | undefined> {
  if (kind === 'confirm') return confirm(client, cells);
  return (await client.query(UPDATE, [id, before, ...cells])).rowCount === 0 ? 'state-changed' : undefined;
}

async function confirm(client: Connection, cells: PreparedDelivery['cells']): Promise<LedgerGuard | undefined> {
  try {
    return (await client.query(INSERT, [...cells])).rowCount === 0 ? 'key-exists' : undefined;
  } catch (error) {
    if (sqlStateOf(error) === UNIQUE_VIOLATION && constraintOf(error) === 'delivery_turn') return 'prescription-busy';
    throw error;
  }
}
