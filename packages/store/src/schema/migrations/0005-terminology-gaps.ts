import type { Migration } from '../migration.js';

/** What the catalogue lacks, counted (decisions G14), and which release each process works with. */
export const terminologyGaps: Migration = {
  id: 5,
  name: 'terminology-gaps',
  sql: `
create table terminology_gap (
  release text not null check (length(release) between 1 and 100),
  code_system text not null check (length(code_system) <= 128),
  code text not null check (length(code) between 1 and 128),
  field text not null check (length(field) between 1 and 128),
  reason text not null check (length(reason) between 1 and 32),
  country text not null check (country ~ '^[A-Z]{2}$'),
  count bigint not null check (count > 0),
  first_at timestamptz not null,
  last_at timestamptz not null,
  constraint terminology_gap_key primary key (release, code_system, code, field, reason, country)
);
comment on table terminology_gap is 'Codes and terms that the catalogue could not carry, with counts. No personal data: what could be is a kind, in parentheses.';
create index terminology_gap_last on terminology_gap (last_at);

create table terminology_release (
  id bigint generated always as identity primary key,
  service text not null check (length(service) between 1 and 32),
  release text not null check (length(release) between 1 and 100),
  hash text not null,
  taken_at timestamptz not null
);
comment on table terminology_release is 'Which process took which catalogue release and when: what a document was written with.';
create index terminology_release_taken on terminology_release (taken_at);
`,
};
