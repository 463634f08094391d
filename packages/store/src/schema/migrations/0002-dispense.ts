import type { Migration } from '../migration.js';

/** The dispensation ledger and what belongs to it (decisions D46-D59). */
export const dispense: Migration = {
  id: 2,
  name: 'dispense',
  sql: `
create table dispense (
  country text not null check (country ~ '^[A-Z]{2}$'),
  document_root text not null,
  document_extension text not null,
  item_id text not null,
  exchange text not null,
  state text not null check (state in ('INTENT', 'SENT', 'CONFIRMED', 'REJECTED', 'UNKNOWN', 'RETRYABLE',
    'DISCARD_INTENT', 'DISCARDED', 'DISCARD_UNKNOWN')),
  content_hash text not null,
  document_hash text not null,
  prescription_id text not null,
  prescription_version text not null,
  sealed_patient_national_id bytea not null,
  pharmacy_id text not null,
  product_hash text not null,
  actor_dispatch_id text not null,
  row_number integer not null,
  request_id text not null,
  packages integer not null,
  handed_over_text text not null,
  handed_over_at timestamptz not null,
  received_at timestamptz not null,
  flags text[] not null,
  outcome jsonb,
  delivered_at timestamptz,
  confirmed_at timestamptz,
  national_dispense_id text,
  national_dispense_version text,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  claimed_until timestamptz,
  sealed_command bytea,
  changed_at timestamptz not null,
  constraint dispense_key primary key (country, document_root, document_extension, item_id)
);
comment on table dispense is 'The ledger: one row per reported hand-over; its key is kept as long as the prescription can matter.';
create unique index dispense_one_unsettled on dispense (prescription_id)
  where state in ('INTENT', 'SENT', 'UNKNOWN', 'DISCARD_INTENT', 'DISCARD_UNKNOWN');
comment on index dispense_one_unsettled is 'One unsettled dispensation per prescription: the lock from intent to outcome (decisions D52).';
create index dispense_due on dispense (next_attempt_at)
  where state in ('INTENT', 'SENT', 'UNKNOWN', 'DISCARD_INTENT', 'DISCARD_UNKNOWN');
create index dispense_exchange on dispense (exchange);
create index dispense_content on dispense (country, content_hash, received_at desc);
create index dispense_prescription on dispense (prescription_id, country, pharmacy_id, handed_over_at);

create table dispense_alias (
  country text not null,
  document_root text not null,
  document_extension text not null,
  item_id text not null,
  of_document_root text not null,
  of_document_extension text not null,
  of_item_id text not null,
  document_hash text not null,
  created_at timestamptz not null,
  constraint dispense_alias_key primary key (country, document_root, document_extension, item_id),
  foreign key (country, of_document_root, of_document_extension, of_item_id)
    references dispense (country, document_root, document_extension, item_id) on delete cascade
);
comment on table dispense_alias is 'A second document id for the same hand-over (decisions D51); of the same country by construction.';
create index dispense_alias_of on dispense_alias (country, of_document_root, of_document_extension, of_item_id);

create table conflict_record (
  id bigint generated always as identity primary key,
  country text not null,
  document_root text not null,
  document_extension text not null,
  item_id text not null,
  prescription_id text not null,
  code text not null,
  raised_at timestamptz not null,
  sealed_document bytea,
  closed_at timestamptz,
  note text
);
comment on table conflict_record is 'A hand-over that happened and that the national list could not take (decisions D48); open until people mend it.';
create index conflict_record_open on conflict_record (prescription_id) where closed_at is null;
create index conflict_record_key on conflict_record (country, document_root, document_extension, item_id);

create table export (
  id bigint generated always as identity primary key,
  prescription_id text not null,
  version text not null,
  country text not null,
  document_id text not null,
  exported_at timestamptz not null
);
comment on table export is 'Which prescription was released to which country and when (decisions D59).';
create index export_prescription on export (prescription_id, country, exported_at);

create table advisory_mark (
  prescription_id text not null,
  version text not null,
  country text not null,
  pharmacy text not null,
  expires_at timestamptz not null,
  primary key (prescription_id, version, country, pharmacy)
);
comment on table advisory_mark is 'Who looked at a prescription last; denies nobody (decisions D52).';
create index advisory_mark_expiry on advisory_mark (expires_at);
`,
};
