import type { Migration } from '../migration.js';

/** Patient Summaries that were listed and may still be fetched (decisions D28, D29, D31). */
export const summarySnapshot: Migration = {
  id: 6,
  name: 'summary-snapshot',
  sql: `
create table summary_snapshot (
  id uuid primary key,
  country text not null check (country ~ '^[A-Z]{2}$'),
  made_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > made_at),
  sealed_content bytea not null
);
comment on table summary_snapshot is 'A Patient Summary as one list compiled it, until it can no longer be fetched. The patient and everything about her is sealed.';
create index summary_snapshot_end on summary_snapshot (expires_at);

-- An exported document that names no prescription is a Patient Summary.
alter table export alter column prescription_id drop not null, alter column version drop not null;

-- Sealed bytes do not compress: do not spend time on trying.
alter table summary_snapshot alter column sealed_content set storage external;
`,
};
