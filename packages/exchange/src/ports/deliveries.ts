import type { CountryCode, Delivery, Instant } from '@ncp/domain';

/** What a journal entry does to the outward ledger; a broken guard rolls the whole commit back (`state-changed`, `key-exists`, `prescription-busy`). */
export type DeliveryChange =
  /** Guards: the pharmacy has not used this idempotency key; nobody has taken this turn of the prescription. */
  | { readonly kind: 'confirm'; readonly delivery: Delivery }
  /** Guard: the stored version is one less, so its state is what the decision was made on. */
  | { readonly kind: 'advance'; readonly delivery: Delivery };

/**
 * Reads of the outward ledger. Changes go through `Journal.commit`, with their audit leaf and outbox row.
 * @throws NcpError NCP_STORE_UNAVAILABLE
 */
export interface Deliveries {
  find(id: string): Promise<Delivery | undefined>;
  findByKey(gln: string, idempotencyKey: string): Promise<Delivery | undefined>;
  /** Not final, for the warning of UC-B2 5. */
  openOf(country: CountryCode, patientHash: string): Promise<readonly Delivery[]>;
  /** Of one patient in one country, in any state, newest first. */
  ofPatient(country: CountryCode, patientHash: string, limit: number): Promise<readonly Delivery[]>;
  /** The last turn that was taken of a prescription; 0 when none was. */
  lastTurnOf(country: CountryCode, prescriptionHash: string): Promise<number>;
  /** Newest first; of one pharmacy. */
  ofPharmacy(gln: string, limit: number): Promise<readonly Delivery[]>;
  /** Due for an attempt, oldest first. */
  due(now: Instant, limit: number): Promise<readonly Delivery[]>;
  /** Runs `work` while no other process works on the same delivery; undefined when another does. */
  exclusively<T>(id: string, work: () => Promise<T>): Promise<T | undefined>;
}
