import type { Migration } from '../migration.js';

/** How messages that met trouble were built, masked (DAT-11). */
export const exchangeTrace: Migration = {
  id: 10,
  name: 'exchange-trace',
  sql: `
create table exchange_trace (
  id bigint generated always as identity primary key,
  exchange text not null check (length(exchange) between 1 and 64),
  country text not null check (country ~ '^[A-Z]{2}$'),
  direction text not null check (direction in ('inbound', 'outbound')),
  transaction text not null,
  part text not null check (part in ('request', 'answer')),
  made_at timestamptz not null,
  outline jsonb not null
);
comment on table exchange_trace is 'Structure of messages that met trouble: names of elements, known codes, pseudonyms of that trace alone. No text, name, id or value of a message.';
create index exchange_trace_exchange on exchange_trace (exchange, id);
create index exchange_trace_age on exchange_trace (made_at);
`,
};
