import type { Migration } from '../migration.js';

/** Exchanges, the audit chain, events and evidence (RS 5). */
export const audit: Migration = {
  id: 1,
  name: 'audit',
  sql: `
create table exchange (
  id text primary key check (length(id) between 1 and 64),
  transaction text not null check (transaction in ('ITI-55', 'ITI-38', 'ITI-39', 'ITI-41', 'unknown')),
  country text not null check (country ~ '^[A-Z]{2}$'),
  message_id text not null,
  received_at timestamptz not null,
  outcome smallint not null check (outcome in (0, 4, 8, 12)),
  codes text[] not null,
  rules text[] not null
);
comment on table exchange is 'One message of a peer and how it ended: identifiers and codes only.';
create index exchange_received on exchange (received_at);

create table audit_leaf (
  sequence bigint primary key check (sequence > 0),
  time_text text not null,
  time timestamptz not null,
  kind text not null,
  exchange text not null,
  country_a text not null,
  country_b text not null,
  actor text not null,
  event_hash text not null,
  request_hash text not null,
  response_hash text not null,
  outcome smallint not null check (outcome in (0, 4, 8, 12)),
  codes text[] not null,
  previous_hash text not null,
  hash text not null
);
comment on table audit_leaf is 'The audit chain: gapless, append only, hashes and identifiers. time_text is the time as hashed.';
create index audit_leaf_exchange on audit_leaf (exchange);

create table audit_event (
  sequence bigint primary key references audit_leaf (sequence),
  type text not null,
  hash text not null,
  sealed_xml bytea not null
);
comment on table audit_event is 'The eHDSI audit event of a leaf, unsigned, sealed. Append only.';

create table evidence (
  sequence bigint not null references audit_leaf (sequence),
  ordinal smallint not null,
  exchange text not null,
  kind text not null check (kind in ('NRO', 'NRR')),
  title text not null,
  sealed_xml bytea not null,
  primary key (sequence, ordinal)
);
comment on table evidence is 'Signed evidence of receipt and emission, sealed. Append only.';
create index evidence_exchange on evidence (exchange);

-- Sealed bytes do not compress: do not spend time on trying.
alter table audit_event alter column sealed_xml set storage external;
alter table evidence alter column sealed_xml set storage external;
`,
};
