import type { Migration } from '../migration.js';

/** What operators order, and what became of it (RS 4.3, DISP-63). */
export const operatorOrder: Migration = {
  id: 9,
  name: 'operator-order',
  sql: `
create table operator_order (
  id uuid primary key,
  action text not null check (action in ('retry', 'reconcile', 'close', 'read', 'export', 'denied')),
  ledger text not null check (ledger in ('inward', 'outward', 'conflict', 'all', 'page')),
  subject text not null check (length(subject) between 1 and 128),
  seen text not null check (length(seen) <= 64),
  found text check (found in ('recorded', 'not-recorded')),
  note text not null check (length(note) <= 500),
  ordered_by text not null check (length(ordered_by) between 1 and 128),
  role text not null check (role ~ '^[a-z]{1,32}$'),
  ordered_at timestamptz not null,
  status text not null default 'ordered' check (status in ('ordered', 'begun', 'done', 'overtaken', 'refused')),
  begun_at timestamptz,
  ended_at timestamptz,
  result jsonb,
  constraint operator_order_reason check (action in ('read', 'export', 'denied') or length(trim(note)) >= 3),
  constraint operator_order_of check ((action in ('read', 'export', 'denied')) = (ledger = 'page') and (ledger <> 'all' or action = 'reconcile'))
);
comment on table operator_order is 'What an operator ordered, with her reason: written once by the dashboard or the command line, executed and audited by the dispatcher. The hash of its text is in the chain.';
create unique index operator_order_open on operator_order (ledger, subject) where ended_at is null and ledger <> 'page';
comment on index operator_order_open is 'One order for a row at a time: a second click does nothing more.';
create index operator_order_due on operator_order (ordered_at) where ended_at is null;
create index operator_order_subject on operator_order (ledger, subject, ordered_at desc);

-- Which conflict is about which row, for whoever must mend it.
create or replace view conflict_overview as select c.id, c.country, c.code, c.raised_at, c.closed_at, c.note, d.exchange is not null as inward, coalesce(d.exchange, o.exchange) as exchange, o.id as delivery
from conflict_record c
left join dispense d on d.country = c.country and d.document_root = c.document_root and d.document_extension = c.document_extension and d.item_id = c.item_id
left join delivery o on o.country = c.country and o.document_root = c.document_root and o.document_extension = c.document_extension;
create index conflict_record_closed on conflict_record (raised_at) where closed_at is null;
`,
};
