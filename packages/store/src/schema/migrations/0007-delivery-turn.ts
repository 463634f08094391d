import type { Migration } from '../migration.js';

/** Country B: of two dispensations that were judged side by side, one is taken (UC-B4 2). */
export const deliveryTurn: Migration = {
  id: 7,
  name: 'delivery-turn',
  sql: `
alter table delivery add column prescription_hash text, add column turn integer check (turn > 0);
alter table delivery add constraint delivery_turn unique (country, prescription_hash, turn);
comment on constraint delivery_turn on delivery is 'Each dispensation of a prescription takes the turn after those it was judged by; rows from before the guard have none.';
`,
};
