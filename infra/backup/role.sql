-- The role that backs up: the replication protocol, and the head of the audit chain; no table of the gateway besides.
-- Run in the gateway's database by its administrator, after the tables were made (ncp migrate); then set a password. Harmless when repeated.
do $$ begin if not exists (select from pg_roles where rolname = 'ncp_backup') then create role ncp_backup login replication; end if; end $$;
grant select (sequence, hash) on audit_leaf to ncp_backup;
