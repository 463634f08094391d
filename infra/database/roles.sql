-- Roles of the gateway (decisions G29). Harmless when repeated. Passwords are set by the administrator.
-- Generated from packages/store/src/schema/roles.ts; a test compares the two.
do $$ begin if not exists (select from pg_roles where rolname = 'ncp_audit_writer') then create role ncp_audit_writer nologin; end if; end $$;
do $$ begin if not exists (select from pg_roles where rolname = 'ncp_owner') then create role ncp_owner login; end if; end $$;
do $$ begin if not exists (select from pg_roles where rolname = 'ncp_a') then create role ncp_a login; end if; end $$;
do $$ begin if not exists (select from pg_roles where rolname = 'ncp_b') then create role ncp_b login; end if; end $$;
do $$ begin if not exists (select from pg_roles where rolname = 'ncp_dispatcher') then create role ncp_dispatcher login; end if; end $$;
do $$ begin if not exists (select from pg_roles where rolname = 'ncp_dashboard') then create role ncp_dashboard login; end if; end $$;
grant ncp_audit_writer to ncp_a;
grant ncp_audit_writer to ncp_b;
grant ncp_audit_writer to ncp_dispatcher;
