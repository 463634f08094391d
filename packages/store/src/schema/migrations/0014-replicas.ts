import type { Migration } from '../migration.js';

/** What replicas of NCP-B must know of each other: work behind a `202`, and the documents that visits have read. */
export const replicas: Migration = {
  id: 14,
  name: 'replicas',
  sql: `
create table promised_work (
  id uuid primary key,
  gln text not null check (length(gln) between 1 and 64),
  holder uuid not null,
  attempts integer not null check (attempts > 0),
  -- Null: it has ended.
  held_until timestamptz,
  expires_at timestamptz not null,
  sealed_content bytea not null
);
comment on table promised_work is 'Work that goes on behind a 202. A holder that dies loses its hold, and another replica goes on. What was asked and answered is sealed.';
create index promised_work_held on promised_work (gln) where held_until is not null;
create index promised_work_end on promised_work (expires_at);

create table shelved_document (
  visit uuid not null,
  key text not null check (length(key) between 1 and 64),
  version text not null check (length(version) = 64),
  expires_at timestamptz not null,
  sealed_content bytea not null,
  primary key (visit, key)
);
comment on table shelved_document is 'A prescription that a visit has read, for a quarter of an hour: the next step need not ask the other country again. Sealed.';
create index shelved_document_end on shelved_document (expires_at);

-- Sealed bytes do not compress: do not spend time on trying.
alter table promised_work alter column sealed_content set storage external;
alter table shelved_document alter column sealed_content set storage external;
`,
};
