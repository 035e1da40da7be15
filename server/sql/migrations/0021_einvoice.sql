-- E-invoices: each branch is a device with a counter without gaps, and every invoice or credit note
-- carries the hash of the one before it. A company that does not ask for it has no rows here.

CREATE TABLE einvoice_devices (
    branch_id bigint PRIMARY KEY REFERENCES branches,
    last_counter bigint NOT NULL DEFAULT 0,
    last_hash bytea NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE einvoice_documents (
    branch_id bigint NOT NULL REFERENCES branches,
    counter bigint NOT NULL,
    invoice_id bigint NOT NULL CONSTRAINT einvoice_documents_invoice_key UNIQUE,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (branch_id, counter)
);
CALL append_only_table('einvoice_documents');

-- What a document is answerable for, always the same bytes.
CREATE FUNCTION einvoice_content(i invoices) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT convert_to(concat_ws('|', i.number, i.kind, to_char(i.issue_date, 'YYYY-MM-DD'),
        i.account_id, i.energy_wh, i.net_minor, i.tax_minor, i.rounding_minor, i.total_minor,
        COALESCE(i.reverses_id, 0), COALESCE(i.replaces_id, 0), COALESCE(i.credits_id, 0),
        (SELECT string_agg(concat_ws(':', l.line_no, l.kind, l.quantity, l.rate_micro,
                                     l.amount_minor, l.tax_bp), ',' ORDER BY l.line_no)
         FROM invoice_lines l WHERE l.invoice_id = i.id)), 'UTF8')
$$;

-- The hash after each row of a window: the hash before it, then the content.
CREATE FUNCTION einvoice_link(state bytea, start bytea, content bytea) RETURNS bytea LANGUAGE sql
IMMUTABLE AS $$ SELECT sha256(COALESCE(state, start) || content) $$;
CREATE AGGREGATE einvoice_chain(start bytea, content bytea) (
    SFUNC = einvoice_link, STYPE = bytea);

-- Before the first document of a device there is the hash of the digit zero.
CREATE FUNCTION einvoice_genesis() RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256('0'::bytea)
$$;

-- Seals new documents (both ids inside) in the order of their ids. Whoever holds a device holds
-- the counters of its numbers already, so that counters go up with the numbers.
CREATE FUNCTION seal_invoices(first_id bigint, last_id bigint) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF (SELECT einvoice_profile FROM company) = 'none' THEN
        RETURN;
    END IF;
    INSERT INTO einvoice_devices (branch_id, last_hash)
    SELECT DISTINCT branch_id, einvoice_genesis() FROM invoices
    WHERE id BETWEEN first_id AND last_id ORDER BY 1 ON CONFLICT DO NOTHING;
    PERFORM FROM einvoice_devices
    WHERE branch_id IN (SELECT branch_id FROM invoices WHERE id BETWEEN first_id AND last_id)
    ORDER BY branch_id FOR UPDATE;
    WITH chain AS (
        SELECT i.id, i.branch_id, d.last_hash, d.last_counter + row_number() OVER w AS counter,
               einvoice_chain(d.last_hash, einvoice_content(i)) OVER w AS hash
        FROM invoices i JOIN einvoice_devices d ON d.branch_id = i.branch_id
        WHERE i.id BETWEEN first_id AND last_id
          AND NOT EXISTS (SELECT FROM einvoice_documents e WHERE e.invoice_id = i.id)
        WINDOW w AS (PARTITION BY i.branch_id ORDER BY i.id)),
    sealed AS (
        INSERT INTO einvoice_documents (branch_id, counter, invoice_id, previous_hash, hash)
        SELECT branch_id, counter, id,
               COALESCE(lag(hash) OVER (PARTITION BY branch_id ORDER BY counter), last_hash), hash
        FROM chain ORDER BY branch_id, counter
        RETURNING branch_id, counter, hash)
    UPDATE einvoice_devices d SET last_counter = s.counter, last_hash = s.hash
    FROM (SELECT DISTINCT ON (branch_id) branch_id, counter, hash FROM sealed
          ORDER BY branch_id, counter DESC) AS s
    WHERE d.branch_id = s.branch_id;
END
$$;

-- Single documents are sealed when they are committed, after their lines and after every number
-- their transaction has taken. The trigger is silent while a run copies its bills in; the run seals
-- a chunk at once.
CREATE FUNCTION seal_invoice() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    PERFORM seal_invoices(NEW.id, NEW.id);
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER seal AFTER INSERT ON invoices
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION seal_invoice();

REVOKE EXECUTE ON FUNCTION seal_invoices(bigint, bigint)
    FROM siraj_app, siraj_portal, siraj_report, siraj_audit;
