import type { Migration } from '../migration.js';

/** One row for each message of either side, for operators and statistics (decisions G27, wire-contract 12.3). */
export const transactionRecord: Migration = {
  id: 8,
  name: 'transaction-record',
  sql: `
create table transaction_record (
  id bigint generated always as identity primary key,
  exchange text not null,
  direction text not null check (direction in ('inbound', 'outbound')),
  transaction text not null check (transaction in ('ITI-55', 'ITI-38', 'ITI-39', 'ITI-41', 'unknown')),
  service text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  message_id text not null,
  received_at timestamptz not null,
  ended_at timestamptz not null,
  total_ms integer not null check (total_ms >= 0),
  peer_ms integer not null check (peer_ms >= 0),
  national_ms integer not null check (national_ms >= 0),
  outcome smallint not null check (outcome in (0, 4, 8, 12)),
  codes text[] not null,
  steps jsonb not null,
  probe boolean not null default false
);
comment on table transaction_record is 'One message with a country: identifiers, codes and times only. Appended with the audit leaf of its end.';
create index transaction_record_time on transaction_record (received_at desc);
create index transaction_record_country on transaction_record (country, received_at desc);
create index transaction_record_exchange on transaction_record (exchange);
create index transaction_record_service on transaction_record (country, direction, service, received_at desc);

-- What operators see of both ledgers: nothing sealed, nothing that names a person.
create view delivery_overview as select id, exchange, state, country, gln, packages, late, confirmed_at, attempts, ever_sent, next_attempt_at, recorded_at, changed_at from delivery;
create view dispense_overview as select country, exchange, state, pharmacy_id, packages, flags, received_at, handed_over_at, confirmed_at, attempts, next_attempt_at, changed_at from dispense;
create view conflict_overview as select id, country, code, raised_at, closed_at, note from conflict_record;
`,
};
