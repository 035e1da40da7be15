-- Row level security by station, and what each role may do with each table.

CREATE FUNCTION scope_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT COALESCE(current_setting('siraj.stations', true), '') = '*'
$$;
CREATE FUNCTION scope_stations() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN COALESCE(current_setting('siraj.stations', true), '') IN ('', '*')
                THEN '{}'::bigint[]
                ELSE string_to_array(current_setting('siraj.stations', true), ',')::bigint[] END
$$;

-- The scalar sub-selects are evaluated once a statement, not once a row.
CREATE PROCEDURE scope_table(table_name regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('CREATE POLICY station_scope ON %s TO siraj_app, siraj_report USING
        ((SELECT scope_all()) OR station_id = ANY ((SELECT scope_stations())::bigint[]))',
        table_name);
    EXECUTE format('CREATE POLICY whole ON %s TO siraj_owner, siraj_work, siraj_audit USING (true)',
                   table_name);
END
$$;

CALL scope_table('customers');
CALL scope_table('accounts');
CALL scope_table('service_points');
CALL scope_table('meters');
CALL scope_table('invoices');
CALL scope_table('payments');

GRANT USAGE ON SCHEMA public TO siraj_app, siraj_work, siraj_report, siraj_audit;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO siraj_app, siraj_work, siraj_report, siraj_audit;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO siraj_app, siraj_work;

GRANT INSERT, UPDATE ON company, branches, stations, users, sign_in_failures, roles, sessions,
    idempotency_keys, feeders, boxes, routes, customer_classes, customers, accounts,
    account_balances, ledger_accounts, posting_keys, accounting_periods, document_counters, tariffs,
    tariff_versions, period_prices, billing_cycles, service_points, service_agreements,
    agreement_terms, meters, meter_installations, registers, readings, billing_runs, billing_chunks,
    billing_chunk_classes, billing_exceptions, payment_methods TO siraj_app, siraj_work;
GRANT DELETE ON user_roles, user_stations, sign_in_failures, idempotency_keys
    TO siraj_app, siraj_work;
GRANT INSERT ON user_roles, user_stations, journal_entries, journal_lines, invoices, invoice_lines,
    invoice_segments, payments, payment_tenders, allocations TO siraj_app, siraj_work;
-- What an invoice is worth never changes; how much of it is settled does.
GRANT UPDATE (settled_minor) ON invoices TO siraj_app, siraj_work;
