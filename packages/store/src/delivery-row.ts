import type { Delivery, Instant } from '@ncp/domain';
import type { Selectable } from 'kysely';
import type { DeliveryTable } from './schema/tables.js';
import type { Sealer } from './seal.js';
import { fromDate, toDate } from './times.js';

const placeOf = (column: 'content' | 'document', id: string): string => JSON.stringify(['delivery', column, id]);

/**
 * Columns that never change once confirmed, and those that every step may change. Content is everything that tells of a
 * person or was written by one; instants stand there as they were written.
 */
const FIXED = [
  'id', 'exchange', 'country', 'gln', 'idempotency_key', 'request_hash', 'visit_id', 'document_root', 'document_extension', 'patient_hash',
  'prescription_hash', 'turn', 'packages', 'late', 'confirmed_at', 'sealed_document',
] as const satisfies readonly (keyof DeliveryTable)[];
const MOVING = [
  'version', 'state', 'attempts', 'ever_sent', 'next_attempt_at', 'recorded_at', 'sealed_content', 'changed_at',
] as const satisfies readonly (keyof DeliveryTable)[];
export const DELIVERY_FIXED: readonly string[] = FIXED;
export const DELIVERY_MOVING: readonly string[] = MOVING;

type Cell = string | number | boolean | Date | Buffer | null;

const date = (instant: Instant | undefined): Date | null => (instant === undefined ? null : toDate(instant));

/** What a step may change, sealed: in the order of DELIVERY_MOVING. */
export function movingCells(delivery: Delivery, sealer: Sealer): readonly Cell[] {
  const { document: _document, ...content } = delivery;
  return [
    delivery.version, delivery.state, delivery.attempts, delivery.everSent, date(delivery.nextAttemptAt), date(delivery.recordedAt),
    sealer.seal(Buffer.from(JSON.stringify(content)), placeOf('content', delivery.id)), toDate(delivery.changedAt),
  ];
}

/** In the order of DELIVERY_FIXED. */
export const fixedCells = (delivery: Delivery, sealer: Sealer): readonly Cell[] => [
  delivery.id, delivery.exchange, delivery.country, delivery.gln, delivery.idempotencyKey, delivery.requestHash, delivery.visitId,
  delivery.documentId.root, delivery.documentId.extension ?? '', delivery.patientHash,
  delivery.prescriptionHash, delivery.turn, delivery.packages, delivery.late !== undefined,
  toDate(delivery.confirmedAt), sealer.seal(delivery.document, placeOf('document', delivery.id)),
];

/**
 * The sealed content is written together with the clear columns, which are for guards and queries. The plan is the column's,
 * so that operations can bring a delivery forward.
 * @throws NcpError NCP_STORE_SEALED
 */
export function deliveryOf(row: Selectable<DeliveryTable>, sealer: Sealer): Delivery {
  const content = JSON.parse(sealer.open(row.sealed_content, placeOf('content', row.id)).toString()) as Omit<Delivery, 'document'>;
  const { nextAttemptAt: _planned, ...rest } = content;
  const plan = row.next_attempt_at === null ? {} : { nextAttemptAt: fromDate(row.next_attempt_at) };
  return { ...rest, ...plan, document: new Uint8Array(sealer.open(row.sealed_document, placeOf('document', row.id))) };
}
