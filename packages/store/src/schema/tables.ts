import type { DeliveryState, DispenseState, OrderFinding, VisitState } from '@ncp/domain';
import type { OperatorOrder, OrderResult, OrderStatus, RecordedOutcome, StepTaken } from '@ncp/exchange';
import type { Generated } from 'kysely';

/** The tables as kysely sees them. Times come back as Date, bigint as text (the driver keeps both exact). */
export interface Tables {
  exchange: ExchangeTable;
  transaction_record: TransactionRecordTable;
  audit_leaf: LeafTable;
  audit_event: { sequence: string; type: string; hash: string; sealed_xml: Buffer };
  evidence: { sequence: string; ordinal: number; exchange: string; kind: 'NRO' | 'NRR'; title: string; sealed_xml: Buffer; signed_by: string | null };
  dispense: DispenseTable;
  dispense_alias: AliasTable;
  conflict_record: ConflictTable;
  export: { id: Generated<string>; prescription_id: string | null; version: string | null; country: string; document_id: string; exported_at: Date };
  advisory_mark: { prescription_id: string; version: string; country: string; pharmacy: string; expires_at: Date };
  outbox: OutboxTable;
  replay_message: { peer: string; message_id: string; bytes_hash: string; state: string; admitted_at: Date };
  visit: VisitTable;
  summary_snapshot: { id: string; country: string; made_at: Date; expires_at: Date; sealed_content: Buffer };
  delivery: DeliveryTable;
  operator_order: OrderTable;
  replay_assertion: { peer: string; id: string; uses: number; not_on_or_after: Date };
}

export interface TransactionRecordTable {
  id: Generated<string>;
  exchange: string;
  direction: 'inbound' | 'outbound';
  transaction: string;
  service: string;
  country: string;
  message_id: string;
  received_at: Date;
  ended_at: Date;
  total_ms: number;
  peer_ms: number;
  national_ms: number;
  outcome: number;
  codes: string[];
  steps: readonly StepTaken[];
  probe: boolean;
  transaction_id: Generated<string>;
  reply_id: string;
  point_of_care: string;
  authentication: string;
  templates: string[];
}

export interface ExchangeTable {
  id: string;
  transaction: string;
  country: string;
  message_id: string;
  received_at: Date;
  outcome: number;
  codes: string[];
  rules: string[];
}

export interface LeafTable {
  sequence: string;
  time_text: string;
  time: Date;
  kind: string;
  exchange: string;
  country_a: string;
  country_b: string;
  actor: string;
  event_hash: string;
  request_hash: string;
  response_hash: string;
  outcome: 0 | 4 | 8 | 12;
  codes: string[];
  previous_hash: string;
  hash: string;
}

export interface DispenseKeyColumns {
  country: string;
  document_root: string;
  document_extension: string;
  item_id: string;
}

export interface DispenseTable extends DispenseKeyColumns {
  exchange: string;
  state: DispenseState;
  content_hash: string;
  document_hash: string;
  prescription_id: string;
  prescription_version: string;
  sealed_patient_national_id: Buffer;
  pharmacy_id: string;
  product_hash: string;
  actor_dispatch_id: string;
  row_number: number;
  request_id: string;
  packages: number;
  handed_over_text: string;
  handed_over_at: Date;
  received_at: Date;
  flags: string[];
  outcome: RecordedOutcome | null;
  delivered_at: Date | null;
  confirmed_at: Date | null;
  national_dispense_id: string | null;
  national_dispense_version: string | null;
  attempts: Generated<number>;
  next_attempt_at: Date | null;
  claimed_until: Date | null;
  sealed_command: Buffer | null;
  changed_at: Date;
}

export interface AliasTable extends DispenseKeyColumns {
  of_document_root: string;
  of_document_extension: string;
  of_item_id: string;
  document_hash: string;
  created_at: Date;
}

export interface ConflictTable extends DispenseKeyColumns {
  id: Generated<string>;
  prescription_id: string;
  code: string;
  raised_at: Date;
  sealed_document: Buffer | null;
  closed_at: Date | null;
  note: string | null;
}

export interface OrderTable {
  id: string;
  action: OperatorOrder['action'];
  ledger: OperatorOrder['ledger'];
  subject: string;
  seen: string;
  found: OrderFinding | null;
  note: string;
  ordered_by: string;
  role: string;
  ordered_at: Date;
  status: Generated<OrderStatus>;
  begun_at: Date | null;
  ended_at: Date | null;
  result: OrderResult | null;
}

export interface OutboxTable {
  id: Generated<string>;
  kind: string;
  subject: string;
  exchange: string;
  created_at: Date;
  not_before: Date;
  relayed_at: Date | null;
  settled_at: Date | null;
  set_aside_at: Date | null;
  attempts: Generated<number>;
  trace: string | null;
}

export interface VisitTable {
  id: string;
  version: number;
  state: VisitState;
  country: string;
  opened_at: Date;
  expires_at: Date;
  sealed_content: Buffer | null;
}

export interface DeliveryTable {
  id: string;
  exchange: string;
  version: number;
  state: DeliveryState;
  country: string;
  gln: string;
  idempotency_key: string;
  request_hash: string;
  visit_id: string;
  document_root: string;
  document_extension: string;
  patient_hash: string;
  /** Null in rows that are older than the guard. */
  prescription_hash: string | null;
  turn: number | null;
  packages: number;
  late: boolean;
  confirmed_at: Date;
  attempts: number;
  ever_sent: boolean;
  next_attempt_at: Date | null;
  recorded_at: Date | null;
  sealed_content: Buffer;
  sealed_document: Buffer;
  changed_at: Date;
}
