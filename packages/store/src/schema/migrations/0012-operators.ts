import type { Migration } from '../migration.js';

/** What operators may ask for: statistics (wire-contract 12.3), thresholds (decisions G19), checkpoints (RS 5). */
export const operators: Migration = {
  id: 12,
  name: 'operators',
  sql: `
alter table transaction_record
  add column transaction_id uuid not null default gen_random_uuid(),
  add column reply_id text not null default '',
  add column point_of_care text not null default '',
  add column authentication text not null default '',
  add column templates text[] not null default '{}';
comment on column transaction_record.point_of_care is 'Id of the organisation that asked; never a person.';
create index transaction_record_period on transaction_record (received_at, id);

create table abuse_event (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('country', 'patient', 'point-of-care')),
  direction text not null check (direction in ('inbound', 'outbound')),
  country text not null check (country ~ '^[A-Z]{2}$'),
  subject text not null,
  began_at timestamptz not null,
  last_at timestamptz not null check (last_at >= began_at),
  highest integer not null check (highest > 0),
  threshold integer not null check (threshold > 0),
  exchange text not null,
  unique (kind, direction, country, subject, began_at)
);
comment on table abuse_event is 'A threshold of fair use that was passed: how far, since when, and one exchange to look at. Patients as keyed hashes.';
create index abuse_event_last on abuse_event (last_at desc);
-- Operators see which point of care it was; of patients only that it was the same one.
create view abuse_overview as select id, kind, direction, country, case when kind = 'patient' then left(subject, 8) else subject end as subject,
  began_at, last_at, highest, threshold, exchange from abuse_event;

create table audit_checkpoint (
  size bigint primary key check (size > 0),
  root text not null,
  frontier text[] not null,
  made_at timestamptz not null,
  note text not null
);
comment on table audit_checkpoint is 'Signed heads of the audit tree. frontier: roots of its full subtrees, so that the next head needs only the leaves after. Append only.';
`,
};
