import { createHash, randomUUID } from 'node:crypto';
import { instant, type CountryCode, type DispenseKey, type ExchangeId, type Instant } from '@ncp/domain';
import type { DispenseRecord, JournalEntry } from '@ncp/exchange';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

export const FINLAND: CountryCode = 'FI' as CountryCode;
const SWEDEN = 'SE' as CountryCode;

/** The moment at which sample entries happen. */
export const SAMPLE_TIME: Instant = instant('2026-06-12T12:00:00Z');

export const sampleExchangeId = (): ExchangeId => randomUUID() as ExchangeId;

/** A listing that ended well, with one audit event and one evidence. */
export function sampleEntry(changes: Partial<JournalEntry> = {}): JournalEntry {
  const id = changes.facts?.id ?? sampleExchangeId();
  const xml = Buffer.from(`<AuditMessage exchange="${id}"/>`);
  return {
    facts: { id, transaction: 'ITI-38', country: FINLAND, messageId: `urn:uuid:${id}`, receivedAt: SAMPLE_TIME, outcome: 0, codes: [] },
    leaf: {
      time: SAMPLE_TIME, kind: 'EHDSI-31', exchange: id, countryA: SWEDEN, countryB: FINLAND, actor: '2262 1.2.246.10.1',
      eventHash: hash(id), requestHash: hash(`${id} request`), responseHash: hash(`${id} response`), outcome: 0, codes: [],
    },
    event: { type: 'EHDSI-31', xml, hash: hash(id) },
    evidence: [{ kind: 'NRR', title: 'ITI-38_RESP_SENT', xml: Buffer.from(`<evidence of="${id}"/>`) }],
    ...changes,
  };
}

export const sampleKey = (extension: string = randomUUID()): DispenseKey =>
  ({ country: FINLAND, documentRoot: '1.2.246.10.1.2', documentExtension: extension, itemId: 'item-1' });

/** A hand-over on its way to the national list. */
export function sampleRecord(changes: Partial<DispenseRecord> = {}): DispenseRecord {
  const key = changes.key ?? sampleKey();
  return {
    key, exchange: sampleExchangeId(), state: 'INTENT', contentHash: hash(`${key.documentExtension} content`),
    documentHash: hash(key.documentExtension), prescriptionId: `rx-${key.documentExtension}`, prescriptionVersion: '1',
    patientNationalId: '199008202385', pharmacyId: '1.2.246.10.99', productHash: hash('product'), actorDispatchId: hash(`${key.documentExtension} actor`), rowNumber: 1,
    requestId: randomUUID(), packages: 1, handedOverAt: instant('2026-06-12T14:30:00+03:00'), receivedAt: SAMPLE_TIME, flags: [],
    attempts: 0, command: '{"packages":1}', ...changes,
  };
}

/** The entry that commits the intent of a record. */
export const intentEntry = (record: DispenseRecord): JournalEntry => {
  const entry = sampleEntry();
  return {
    ...entry, facts: { ...entry.facts, id: record.exchange, transaction: 'ITI-41' }, leaf: { ...entry.leaf, kind: 'EHDSI-41', exchange: record.exchange },
    ledger: [{ kind: 'intend', record }],
  };
};
