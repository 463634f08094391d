import type { Migration } from '../migration.js';

/** Which of our seals made an evidence: when one must be withdrawn, every use of it can be listed (RS KEY-05). */
export const keyUse: Migration = {
  id: 15,
  name: 'key-use',
  sql: `
alter table evidence add column signed_by text check (signed_by ~ '^[0-9a-f]{64}$');
comment on column evidence.signed_by is 'SHA-256 of the certificate that signed; empty for what was made before it was noted.';
`,
};
