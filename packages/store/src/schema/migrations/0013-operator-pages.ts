import type { Migration } from '../migration.js';

/**
 * What the pages of operators stand on: acts they asked for (insert only), the answers, log review, what the services say of
 * their queue and configuration, and which leaves are about whom.
 */
export const operatorPages: Migration = {
  id: 13,
  name: 'operator-pages',
  sql: `
create table audit_subject (
  sequence bigint not null check (sequence > 0),
  pseudonym text not null check (pseudonym ~ '^[0-9a-f]{64}$')
);
comment on table audit_subject is 'Whom a leaf is about, under a keyed hash: the extract for a patient is found by it. Append only.';
create index audit_subject_pseudonym on audit_subject (pseudonym, sequence);
-- Not unique: a row that somebody left behind must not keep the next leaf out of the chain.
create index audit_subject_sequence on audit_subject (sequence);

create table operator_act (
  id uuid primary key,
  kind text not null check (kind in ('verify-audit', 'patient-log', 'draw-sample', 'mark-reviewed')),
  operator text not null check (length(operator) between 1 and 100),
  role text not null check (role in ('viewer', 'operator', 'security', 'admin')),
  detail text not null check (length(detail) <= 100),
  reason text not null check (length(reason) <= 32),
  reference text not null check (length(reference) <= 40),
  sealed_subject bytea,
  reply_key bytea,
  asked_at timestamptz not null,
  settled_at timestamptz
);
comment on table operator_act is 'What operators did and asked for. The dashboard can insert and no more; the dispatcher puts each act into the audit chain and carries it out.';
create index operator_act_open on operator_act (asked_at) where settled_at is null;
create index operator_act_kind on operator_act (kind, asked_at desc);

create table operator_answer (
  act uuid not null references operator_act (id),
  ordinal integer not null,
  at timestamptz not null,
  state text not null check (state in ('working', 'done', 'failed')),
  facts jsonb not null,
  sealed_result bytea,
  primary key (act, ordinal)
);
comment on table operator_answer is 'How an act went: figures, and what only the browser session that asked can open. The sealed part is removed within the hour.';

create table operator_letter_key (
  public_key bytea primary key,
  since timestamptz not null
);
comment on table operator_letter_key is 'Public keys to which the dashboard seals what only the dispatcher may read.';

create table review_sample (
  id bigint generated always as identity primary key,
  after_sequence bigint not null unique check (after_sequence >= 0),
  upto_sequence bigint not null check (upto_sequence > after_sequence),
  seed text not null check (seed ~ '^[0-9a-f]{32}$'),
  size integer not null check (size between 1 and 500),
  exchanges integer not null check (exchanges between 1 and size),
  drawn_by text not null,
  drawn_at timestamptz not null
);
comment on table review_sample is 'Random samples for log review. Each covers the leaves since the one before, once: nobody can draw again until it suits.';

create table review_mark (
  sample bigint not null references review_sample (id),
  exchange text not null check (length(exchange) <= 64),
  finding text not null check (finding in ('in-order', 'to-investigate')),
  reviewed_by text not null,
  reviewer text not null check (length(reviewer) <= 100),
  reviewed_at timestamptz not null,
  primary key (sample, exchange)
);
comment on table review_mark is 'Who has reviewed an exchange of a sample, when, and what was found. Never changed.';

create table queue_report (
  process text primary key check (length(process) between 1 and 64),
  backend text not null check (backend in ('redis', 'postgres')),
  at timestamptz not null,
  counts jsonb not null,
  jobs jsonb not null
);
comment on table queue_report is 'The queue as each dispatcher last saw it: identifiers, codes and times only.';

-- Of what was counted before nobody knows in how many documents it stood: in one at least.
alter table terminology_gap add column documents bigint not null default 1 check (documents >= 0);

create table configuration_in_force (
  id bigint generated always as identity primary key,
  service text not null check (length(service) between 1 and 32),
  at timestamptz not null,
  settings jsonb not null
);
comment on table configuration_in_force is 'What each service started with and where each value came from; of secrets only the names of files.';
create index configuration_in_force_latest on configuration_in_force (service, at desc);
`,
};
