import type { Migration } from '../migration.js';

/** How countries answer when we ask only in order to know, and the trace that background work belongs to (decisions G13, G17). */
export const probeAndTrace: Migration = {
  id: 11,
  name: 'probe-and-trace',
  sql: `
create table probe (
  id bigint generated always as identity primary key,
  country text not null check (country ~ '^[A-Z]{2}$'),
  service text not null check (service in ('identify', 'query', 'retrieve', 'submit')),
  kind text not null check (kind in ('identify', 'connection')),
  asked_at timestamptz not null,
  ms integer not null check (ms >= 0),
  outcome text not null check (outcome in ('answered', 'refused', 'fault', 'lost', 'not-sent')),
  code text,
  exchange text
);
comment on table probe is 'Questions about a test patient and empty knocks, asked only to know whether a country answers. Never traffic: no statistics read this table.';
create index probe_latest on probe (country, service, asked_at desc);
create index probe_age on probe (asked_at);
create view probe_overview as select country, service, kind, asked_at, ms, outcome, code, exchange from probe;

alter table outbox add column trace text check (length(trace) <= 64);
comment on column outbox.trace is 'W3C traceparent of what caused the work; null when nobody traces.';
`,
};
