-- What an account owes stands on the control account of its class. Giving the account a class with
-- another one moves the debt there in the same transaction; a class that has billed keeps its own.

CREATE FUNCTION account_transfer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE
    from_key text := (SELECT receivable_key FROM customer_classes WHERE id = OLD.class_id);
    to_key text := (SELECT receivable_key FROM customer_classes WHERE id = NEW.class_id);
    owed bigint;
    entry bigint;
BEGIN
    IF from_key = to_key THEN
        RETURN NULL;
    END IF;
    -- A run posts by the class it read; starting one takes the other half of this lock.
    PERFORM pg_advisory_xact_lock_shared(hashtext('billing runs begin'));
    IF EXISTS (SELECT FROM billing_runs r JOIN jobs j ON j.id = r.job_id
               WHERE NOT r.trial AND j.state IN ('queued', 'running')) THEN
        RAISE EXCEPTION 'RUN_ACTIVE|class_id|A billing run is under way; change the class of the '
            'account when it has ended.' USING ERRCODE = 'SJ001';
    END IF;
    SELECT receivable_minor INTO owed FROM account_balances
    WHERE account_id = NEW.id FOR UPDATE;
    IF COALESCE(owed, 0) = 0 THEN
        RETURN NULL;
    END IF;
    INSERT INTO journal_entries (entry_date, kind, branch_id, station_id, class_id, source,
        source_id, account_id, created_by)
    SELECT ((now() AT TIME ZONE 'UTC') + y.utc_offset_minutes * interval '1 minute')::date,
        'transfer', NEW.branch_id, NEW.station_id, NEW.class_id, 'accounts', NEW.id, NEW.id,
        siraj_actor()
    FROM company y RETURNING id INTO entry;
    INSERT INTO journal_lines (entry_id, line_no, posting_key, ledger_account_id, debit_minor,
        credit_minor)
    SELECT entry, l.line_no, l.key, k.ledger_account_id, GREATEST(l.amount, 0),
        GREATEST(-l.amount, 0)
    FROM (VALUES (1, to_key, owed), (2, from_key, -owed)) AS l (line_no, key, amount)
    JOIN posting_keys k ON k.key = l.key AND k.ledger_account_id IS NOT NULL;
    IF (SELECT count(*) FROM journal_lines WHERE entry_id = entry) <> 2 THEN
        RAISE EXCEPTION 'MAPPING_MISSING|class_id|No ledger account is mapped to the receivable '
            'key of one of the two classes; map it under Accounting and try again.'
            USING ERRCODE = 'SJ001';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER transfer AFTER UPDATE OF class_id ON accounts
    FOR EACH ROW WHEN (OLD.class_id <> NEW.class_id) EXECUTE FUNCTION account_transfer();
ALTER TABLE accounts ENABLE ALWAYS TRIGGER transfer;

CREATE FUNCTION class_key_in_use() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    IF EXISTS (SELECT FROM journal_entries WHERE class_id = OLD.id) THEN
        RAISE EXCEPTION 'IN_USE|receivable_key|The class has entries on its receivable account; '
            'make a new class with the other key and move the accounts to it.'
            USING ERRCODE = 'SJ001';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER receivable_key BEFORE UPDATE OF receivable_key ON customer_classes
    FOR EACH ROW WHEN (OLD.receivable_key <> NEW.receivable_key)
    EXECUTE FUNCTION class_key_in_use();
