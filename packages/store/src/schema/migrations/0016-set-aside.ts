import type { Migration } from '../migration.js';

/** An event that can never be forwarded holds up nobody else: it stays, out of the way and in sight (RS 5). */
export const setAside: Migration = {
  id: 16,
  name: 'set-aside',
  sql: `
alter table outbox add column set_aside_at timestamptz;
comment on column outbox.set_aside_at is 'When the row was taken out of the way because it cannot be done as it is. It is kept until it is settled; each start of a dispatcher tries it again.';
create index outbox_aside on outbox (kind, id) where settled_at is null and set_aside_at is not null;
`,
};
