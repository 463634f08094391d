import type { CountryCode, DispenseKey, ExchangeId, Instant } from '@ncp/domain';
import type { DispenseRecord, RecordedOutcome } from '@ncp/exchange';
import type { Selectable } from 'kysely';
import type { Sealer } from './seal.js';
import type { DispenseKeyColumns, DispenseTable } from './schema/tables.js';
import { fromDate, toDate } from './times.js';

export const keyCells = (key: DispenseKey): [string, string, string, string] => [key.country, key.documentRoot, key.documentExtension, key.itemId];

/** Unambiguous whatever the peer put into its ids. */
const placeOf = (column: string, key: DispenseKey): string => JSON.stringify(['dispense', column, ...keyCells(key)]);

export const keyOf = (row: DispenseKeyColumns): DispenseKey => ({
  country: row.country as CountryCode, documentRoot: row.document_root, documentExtension: row.document_extension, itemId: row.item_id,
});

/** The two columns of a record that only the store can open. */
export interface SealedParts {
  readonly patient: Buffer;
  readonly command: Buffer | null;
}

export const sealParts = (sealer: Sealer, record: DispenseRecord): SealedParts => ({
  patient: sealer.seal(Buffer.from(record.patientNationalId), placeOf('patient', record.key)),
  command: record.command === undefined ? null : sealer.seal(Buffer.from(record.command), placeOf('command', record.key)),
});

export const DISPENSE_COLUMNS: readonly (keyof DispenseTable)[] = [
  'country', 'document_root', 'document_extension', 'item_id', 'exchange', 'state', 'content_hash', 'document_hash',
  'prescription_id', 'prescription_version', 'sealed_patient_national_id', 'pharmacy_id', 'product_hash', 'actor_dispatch_id', 'row_number',
  'request_id', 'packages', 'handed_over_text', 'handed_over_at', 'received_at', 'flags', 'outcome', 'delivered_at',
  'confirmed_at', 'national_dispense_id', 'national_dispense_version', 'attempts', 'next_attempt_at', 'sealed_command', 'changed_at',
];

const date = (instant: Instant | undefined): Date | null => (instant === undefined ? null : toDate(instant));
const json = (outcome: RecordedOutcome | undefined): string | null => (outcome === undefined ? null : JSON.stringify(outcome));

/** Cells in the order of DISPENSE_COLUMNS. */
export const dispenseCells = (record: DispenseRecord, sealed: SealedParts, changedAt: Instant): readonly (string | number | Date | Buffer | null | readonly string[])[] => [
  ...keyCells(record.key), record.exchange, record.state, record.contentHash, record.documentHash, record.prescriptionId,
  record.prescriptionVersion, sealed.patient, record.pharmacyId, record.productHash, record.actorDispatchId, record.rowNumber, record.requestId,
  record.packages, record.handedOverAt, toDate(record.handedOverAt), toDate(record.receivedAt), record.flags, json(record.outcome),
  date(record.deliveredAt), date(record.confirmedAt), record.nationalDispenseId ?? null, record.nationalDispenseVersion ?? null,
  record.attempts, date(record.nextAttemptAt), sealed.command, toDate(changedAt),
];

/** @throws NcpError NCP_STORE_SEALED */
export function recordOf(row: Selectable<DispenseTable>, sealer: Sealer): DispenseRecord {
  const key = keyOf(row);
  return {
    key,
    exchange: row.exchange as ExchangeId,
    state: row.state,
    contentHash: row.content_hash,
    documentHash: row.document_hash,
    prescriptionId: row.prescription_id,
    prescriptionVersion: row.prescription_version,
    patientNationalId: sealer.open(row.sealed_patient_national_id, placeOf('patient', key)).toString(),
    pharmacyId: row.pharmacy_id,
    productHash: row.product_hash,
    actorDispatchId: row.actor_dispatch_id,
    rowNumber: row.row_number,
    requestId: row.request_id,
    packages: row.packages,
    handedOverAt: row.handed_over_text as Instant,
    receivedAt: fromDate(row.received_at),
    flags: row.flags,
    attempts: row.attempts,
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.delivered_at === null ? {} : { deliveredAt: fromDate(row.delivered_at) }),
    ...(row.confirmed_at === null ? {} : { confirmedAt: fromDate(row.confirmed_at) }),
    ...(row.national_dispense_id === null ? {} : { nationalDispenseId: row.national_dispense_id }),
    ...(row.national_dispense_version === null ? {} : { nationalDispenseVersion: row.national_dispense_version }),
    ...(row.next_attempt_at === null ? {} : { nextAttemptAt: fromDate(row.next_attempt_at) }),
    ...(row.sealed_command === null ? {} : { command: sealer.open(row.sealed_command, placeOf('command', key)).toString() }),
  };
}
