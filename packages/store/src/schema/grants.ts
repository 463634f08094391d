import { AUDIT_WRITER, type LoginRole } from './roles.js';

/** Tables nobody but the owner may change or empty once written (AUD-22). */
const AUDIT_TABLES = 'audit_leaf, audit_event, evidence';
const LEDGER_TABLES = 'dispense, dispense_alias, conflict_record';
const REPLAY_TABLES = 'replay_message, replay_assertion';
const TREATMENT_TABLES = 'visit, delivery';
const GAPS = 'terminology_gap';
const TAKEN = 'terminology_release';

/** What is ordered, and nothing of what became of it. */
const ORDER_COLUMNS = 'id, action, ledger, subject, seen, found, note, ordered_by, role, ordered_at';

/** What an operator asks for, and nothing of whether it was settled. */
const ACT_COLUMNS = 'id, kind, operator, role, detail, reason, reference, sealed_subject, reply_key, asked_at';

type Grant = readonly [role: LoginRole | typeof AUDIT_WRITER, rights: string, tables: string];

/** Each service sees its own tables only (DAT-12). The bodies of events and evidence are read where they are forwarded. */
const GRANTS: readonly Grant[] = [
  [AUDIT_WRITER, 'select, insert', AUDIT_TABLES],
  [AUDIT_WRITER, 'select, insert, update', 'exchange'],
  [AUDIT_WRITER, 'select, insert', 'outbox'],
  [AUDIT_WRITER, 'insert', 'transaction_record'],
  ['ncp_a', 'select, insert, update', LEDGER_TABLES],
  ['ncp_a', 'select, insert', 'export'],
  ['ncp_a', 'select, insert, update', 'advisory_mark'],
  ['ncp_a', 'select, insert, update', REPLAY_TABLES],
  ['ncp_a', 'select, insert', 'summary_snapshot'],
  ['ncp_b', 'select, insert, update', TREATMENT_TABLES],
  ['ncp_b', 'select, insert, update', 'promised_work'],
  ['ncp_b', 'select, insert, update, delete', 'shelved_document'],
  ['ncp_dispatcher', 'select, insert, update', LEDGER_TABLES],
  ['ncp_dispatcher', 'select, update, delete', TREATMENT_TABLES],
  ['ncp_dispatcher', 'select, insert, update, delete', 'outbox'],
  ['ncp_dispatcher', 'select, delete', `export, advisory_mark, summary_snapshot, promised_work, shelved_document, ${REPLAY_TABLES}`],
  ['ncp_dispatcher', 'delete', LEDGER_TABLES],
  ['ncp_a', 'select, insert, update', GAPS],
  ['ncp_b', 'select, insert, update', GAPS],
  ['ncp_a', 'select, insert', TAKEN],
  ['ncp_b', 'select, insert', TAKEN],
  ['ncp_dispatcher', 'select, insert, delete', `${GAPS}, ${TAKEN}`],
  ['ncp_dashboard', 'select', `exchange, transaction_record, delivery_overview, dispense_overview, conflict_overview, audit_leaf, outbox, ${GAPS}, ${TAKEN}`],
  ['ncp_dispatcher', 'select, delete', 'transaction_record'],
  ['ncp_a', 'insert', 'exchange_trace'],
  ['ncp_b', 'insert', 'exchange_trace'],
  ['ncp_dispatcher', 'select, insert, delete', 'exchange_trace'],
  ['ncp_dashboard', 'select', 'exchange_trace'],
  // Whoever orders cannot say what became of it, and whoever executes cannot order in somebody's name what was not ordered.
  ['ncp_dashboard', `select, insert (${ORDER_COLUMNS})`, 'operator_order'],
  ['ncp_dispatcher', `select, insert (${ORDER_COLUMNS}), update (status, begun_at, ended_at, result), delete`, 'operator_order'],
  ['ncp_b', 'select, insert', 'probe'],
  ['ncp_dispatcher', 'select, delete', 'probe'],
  ['ncp_dashboard', 'select', 'probe_overview'],
  ['ncp_dispatcher', 'select, insert, update, delete', 'abuse_event'],
  ['ncp_dispatcher', 'select, insert', 'audit_checkpoint'],
  ['ncp_dashboard', 'select', 'abuse_overview, audit_checkpoint'],
  [AUDIT_WRITER, 'select, insert', 'audit_subject'],
  // Acts, samples and marks: the dashboard adds, and changes nothing.
  ['ncp_dashboard', `select, insert (${ACT_COLUMNS})`, 'operator_act'],
  ['ncp_dashboard', 'select, insert', 'review_sample, review_mark'],
  ['ncp_dashboard', 'select', 'operator_answer, operator_letter_key, queue_report, configuration_in_force'],
  ['ncp_dispatcher', 'select, update (settled_at), delete', 'operator_act'],
  ['ncp_dispatcher', 'select, insert, update (sealed_result), delete', 'operator_answer'],
  ['ncp_dispatcher', 'select, insert', 'operator_letter_key'],
  ['ncp_dispatcher', 'select, insert, update, delete', 'queue_report'],
  ['ncp_dispatcher', 'select, insert, delete', 'configuration_in_force'],
  ['ncp_a', 'select, insert', 'configuration_in_force'],
  ['ncp_b', 'select, insert', 'configuration_in_force'],
  ['ncp_dispatcher', 'select', 'probe_overview'],
];

const ifRole = (role: string, command: string): string =>
  `do $$ begin if exists (select from pg_roles where rolname = '${role}') then ${command}; end if; end $$;`;

/** What an earlier release granted and this one does not: a grant stays in a database until it is taken back. */
const WITHDRAWN: readonly Grant[] = [['ncp_dashboard', 'insert', 'operator_act']];

/** Applied after the migrations, where the roles exist: a database with one user of its own works as well. */
export const GRANTS_SQL: string = WITHDRAWN.map(([role, rights, tables]) => ifRole(role, `revoke ${rights} on ${tables} from ${role}`))
  .concat(GRANTS.map(([role, rights, tables]) => ifRole(role, `grant ${rights} on ${tables} to ${role}`)))
  .concat([...new Set(GRANTS.map(([role]) => role))].map((role) => ifRole(role, `grant select on schema_migration to ${role}`)))
  .join('\n');
