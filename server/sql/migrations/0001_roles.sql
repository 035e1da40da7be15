-- Roles, and what each of them finds. Roles belong to the whole cluster, so they are made only
-- where they are missing: several databases (companies, tests) share one cluster. Connections log
-- in as the owner of the database and SET ROLE; none of these is a superuser or escapes row level
-- security.
--   siraj_owner  owns the tables; the migrations run as it
--   siraj_app    requests of the staff          siraj_work    jobs and billing runs
--   siraj_portal requests of customers          siraj_report  reports, reads only
--   siraj_audit  proofs and the audit trail, reads only

DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['siraj_owner', 'siraj_app', 'siraj_work', 'siraj_portal',
                                     'siraj_report', 'siraj_audit'] LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS', role_name);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- another database of the cluster was quicker
        END;
        IF NOT pg_has_role(session_user, role_name, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO %I', role_name, session_user);
        END IF;
    END LOOP;
END
$$;

-- The billing run writes past the triggers of foreign keys and proves them itself. Only a superuser
-- can hand this out; without it the run is slower, not wrong.
DO $$
BEGIN
    IF NOT has_parameter_privilege('siraj_work', 'session_replication_role', 'SET') THEN
        GRANT SET ON PARAMETER session_replication_role TO siraj_work;
    END IF;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE LOG 'siraj_work may not set session_replication_role';
END
$$;

DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO siraj_owner',
                   current_database());
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO siraj_app, siraj_work,
                    siraj_report, siraj_audit', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO siraj_portal', current_database());
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO siraj_owner;
GRANT USAGE ON SCHEMA public TO siraj_app, siraj_work, siraj_portal, siraj_report, siraj_audit;
GRANT SELECT ON schema_migrations TO siraj_owner, siraj_app, siraj_work, siraj_portal, siraj_report,
    siraj_audit;

-- Reading is given by default, writing table by table, and the portal gets nothing by default.
SET LOCAL ROLE siraj_owner;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS
    TO siraj_app, siraj_work, siraj_portal, siraj_report, siraj_audit;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO siraj_app, siraj_work, siraj_report, siraj_audit;
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO siraj_app, siraj_work;
