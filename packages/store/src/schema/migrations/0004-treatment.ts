import type { Migration } from '../migration.js';

/** Country B: visits (decisions G05) and the outward ledger of dispensations (RS 4.2, decisions D71-D75). */
export const treatment: Migration = {
  id: 4,
  name: 'treatment',
  sql: `
create table visit (
  id uuid primary key,
  version integer not null check (version > 0),
  state text not null check (state in ('OPEN', 'IDENTIFIED', 'CONFIRMED', 'CLOSED')),
  country text not null check (country ~ '^[A-Z]{2}$'),
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  sealed_content bytea
);
comment on table visit is 'One patient, one professional, one country, for four hours. The content is sealed, and removed when the visit has ended.';
create index visit_end on visit (expires_at);

create table delivery (
  id uuid primary key,
  exchange text not null,
  version integer not null check (version > 0),
  state text not null check (state in ('QUEUED', 'SENDING', 'PENDING', 'AWAITING_PROFESSIONAL', 'RECORDED', 'REFUSED', 'OPERATOR',
    'DISCARD_QUEUED', 'DISCARD_SENDING', 'DISCARD_PENDING', 'DISCARD_AWAITING_PROFESSIONAL', 'DISCARD_OPERATOR',
    'DISCARDED', 'DISCARD_REFUSED')),
  country text not null check (country ~ '^[A-Z]{2}$'),
  gln text not null check (length(gln) between 1 and 64),
  idempotency_key text not null check (length(idempotency_key) between 1 and 255),
  request_hash text not null,
  visit_id text not null,
  document_root text not null,
  document_extension text not null,
  patient_hash text not null,
  packages integer not null check (packages > 0),
  late boolean not null,
  confirmed_at timestamptz not null,
  attempts integer not null check (attempts >= 0),
  ever_sent boolean not null,
  next_attempt_at timestamptz,
  recorded_at timestamptz,
  sealed_content bytea not null,
  sealed_document bytea not null,
  changed_at timestamptz not null,
  constraint delivery_key unique (gln, idempotency_key),
  constraint delivery_document unique (country, document_root, document_extension)
);
comment on table delivery is 'The outward ledger: one row per dispensation that is told to another country, with the exact bytes of its document.';
comment on constraint delivery_key on delivery is 'A pharmacy asks once for each key; a repetition finds the row (UC-B4 3.1).';
create index delivery_due on delivery (next_attempt_at) where next_attempt_at is not null;
create index delivery_patient on delivery (country, patient_hash, confirmed_at desc);
create index delivery_pharmacy on delivery (gln, confirmed_at desc);
create index delivery_exchange on delivery (exchange);

-- Sealed bytes do not compress: do not spend time on trying.
alter table visit alter column sealed_content set storage external;
alter table delivery alter column sealed_content set storage external;
alter table delivery alter column sealed_document set storage external;
`,
};
