-- The audit trail: one row for each changed row, with who, in which request, before and after.
-- Actor, request and action come from the transaction's own settings; a change without an actor is
-- refused. Rows are sealed in a chain of hashes by the worker, so that one changed byte shows.

CREATE TABLE audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    actor_id bigint NOT NULL,
    request_id text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    subject_id bigint NOT NULL,
    before jsonb,
    after jsonb
);
CREATE INDEX audit_log_subject_idx ON audit_log (subject, subject_id, id);
CREATE INDEX audit_log_actor_idx ON audit_log (actor_id, id);

CREATE INDEX audit_log_xid_idx ON audit_log (xid);

-- A seal covers the rows of the transactions from from_xid up to, not including, to_xid: all of
-- them had ended when it was made, so no row can come into it later.
CREATE TABLE audit_seals (
    id bigint PRIMARY KEY,
    from_xid xid8 NOT NULL,
    to_xid xid8 NOT NULL,
    n_rows bigint NOT NULL CHECK (n_rows > 0),
    hash bytea NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (from_xid < to_xid)
);

-- Hash of the seal before and of the rows of a range of transactions; NULL rows: none.
CREATE FUNCTION audit_hash(prior bytea, first xid8, beyond xid8, OUT n_rows bigint, OUT hash bytea)
LANGUAGE sql STABLE AS $$
    SELECT count(*),
           sha256(prior || convert_to(COALESCE(string_agg(
               concat_ws('|', a.id, a.at, a.xid, a.actor_id, a.request_id, a.action, a.subject,
                         a.subject_id, a.before, a.after), E'\n' ORDER BY a.id), ''), 'UTF8'))
    FROM audit_log a WHERE a.xid >= first AND a.xid < beyond
$$;

-- Seals what has ended since the last seal; one sealer at a time.
CREATE FUNCTION audit_seal() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE
    last audit_seals;
    beyond xid8 := pg_snapshot_xmin(pg_current_snapshot());
    made record;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('audit seal')) THEN
        RETURN 0;
    END IF;
    SELECT * INTO last FROM audit_seals ORDER BY id DESC LIMIT 1;
    IF NOT FOUND THEN
        last.id := 0;
        last.to_xid := '0';
        last.hash := '';
    END IF;
    SELECT * INTO made FROM audit_hash(last.hash, last.to_xid, beyond);
    IF made.n_rows > 0 THEN
        INSERT INTO audit_seals (id, from_xid, to_xid, n_rows, hash)
        VALUES (last.id + 1, last.to_xid, beyond, made.n_rows, made.hash);
    END IF;
    RETURN made.n_rows;
END
$$;

-- The settings of the transaction: 0 and '' when a maintenance session forgot them.
CREATE FUNCTION siraj_actor() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT COALESCE(NULLIF(current_setting('siraj.actor', true), ''), '0')::bigint
$$;

-- Members that must not be copied into the trail.
CREATE FUNCTION audit_redact(row_data jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT row_data - 'password_hash' - 'token_hash' - 'name_folded'
$$;

CREATE FUNCTION audit_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE
    actor bigint := siraj_actor();
    old_row jsonb;
    new_row jsonb;
BEGIN
    IF actor = 0 THEN
        RAISE EXCEPTION 'change of % without an actor', TG_TABLE_NAME USING ERRCODE = '42501';
    END IF;
    IF TG_OP <> 'INSERT' THEN
        old_row := audit_redact(to_jsonb(OLD));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        new_row := audit_redact(to_jsonb(NEW));
    END IF;
    INSERT INTO audit_log (actor_id, request_id, action, subject, subject_id, before, after)
    VALUES (actor,
            COALESCE(current_setting('siraj.request_id', true), ''),
            COALESCE(NULLIF(current_setting('siraj.action', true), ''), lower(TG_OP)),
            TG_TABLE_NAME,
            COALESCE((COALESCE(new_row, old_row) ->> 'id')::bigint, 0),
            old_row, new_row);
    RETURN NULL;
END
$$;

-- ENABLE ALWAYS: the session of a billing run silences ordinary triggers, never these.
CREATE PROCEDURE audit_table(table_name regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON %s
                    FOR EACH ROW EXECUTE FUNCTION audit_row()', table_name);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER audit', table_name);
END
$$;

-- Documents are corrected by documents: nothing is changed, deleted or truncated.
CREATE FUNCTION forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is forbidden', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END
$$;

CREATE PROCEDURE append_only_table(table_name regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s
                    FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()', table_name);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER append_only', table_name);
END
$$;

CALL append_only_table('audit_log');
CALL append_only_table('audit_seals');
