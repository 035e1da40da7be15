-- Bills that are taken back and computed again many at a time: what was asked for one bill is asked
-- for a list of them, and one bill is a list of one.
--
-- A register is billed to the end of its last bill that stands. Whoever sees one station only must
-- count the bills of all of them, so these two see the whole.

-- The number of the newest standing bill that begins where each of these ends, or later; a bill
-- without one is left out.
CREATE FUNCTION later_bills(bills bigint[]) RETURNS TABLE (invoice_id bigint, number text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT DISTINCT ON (o.invoice_id) o.invoice_id, n.number
    FROM invoice_segments o
    JOIN invoice_segments g ON g.register_id = o.register_id AND g.from_date >= o.to_date
    JOIN invoices n ON n.id = g.invoice_id AND n.account_id = o.account_id
    WHERE o.invoice_id = ANY (bills) AND n.kind <> 'credit_note'
      AND NOT EXISTS (SELECT FROM invoices r
                      WHERE r.account_id = n.account_id AND r.reverses_id = n.id)
    ORDER BY o.invoice_id, g.to_date DESC, n.id DESC
$$;

-- Sets the registers of the given bills to what their standing bills have reached. Bills and
-- segments are found by their indexes, by lists; everything else is joined as a whole, because no
-- statistics tell how many there are.
CREATE FUNCTION restate_registers(bills bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public SET enable_nestloop = off AS $$
DECLARE
    touched bigint[];
    owners bigint[];
BEGIN
    SELECT array_agg(DISTINCT register_id), array_agg(DISTINCT account_id) INTO touched, owners
    FROM invoice_segments WHERE invoice_id = ANY (bills);
    WITH own AS MATERIALIZED (
        SELECT id, kind, reverses_id FROM invoices WHERE account_id = ANY (owners)),
    standing AS MATERIALIZED (
        SELECT s.register_id, s.to_date, s.to_value, s.energy_wh
        FROM invoice_segments s JOIN own o ON o.id = s.invoice_id AND o.kind <> 'credit_note'
        WHERE s.register_id = ANY (touched)
          AND NOT EXISTS (SELECT FROM own r WHERE r.reverses_id = o.id)),
    reached AS (
        SELECT DISTINCT ON (register_id) register_id, to_date, to_value FROM standing
        ORDER BY register_id, to_date DESC),
    last_use AS (
        SELECT register_id, max(to_date) AS to_date FROM standing WHERE energy_wh <> 0
        GROUP BY register_id),
    unused AS (
        SELECT s.register_id, count(*) AS zero_bills
        FROM standing s LEFT JOIN last_use u ON u.register_id = s.register_id
        WHERE s.to_date > COALESCE(u.to_date, '-infinity') GROUP BY s.register_id),
    state AS (
        SELECT r.id, COALESCE(e.to_date, r.opened_on) AS billed_date,
               COALESCE(e.to_value, r.opening_value) AS billed_value,
               COALESCE(u.zero_bills, 0) AS zero_bills
        FROM registers r
        LEFT JOIN reached e ON e.register_id = r.id
        LEFT JOIN unused u ON u.register_id = r.id
        WHERE r.id = ANY (touched) AND r.account_id = ANY (owners))
    UPDATE registers r SET billed_date = s.billed_date, billed_value = s.billed_value,
        zero_bills = s.zero_bills,
        unbilled_readings = (SELECT count(*) FROM readings d WHERE d.register_id = r.id
                             AND d.state = 'accepted' AND d.read_on > s.billed_date)
    FROM state s WHERE r.id = s.id AND r.id = ANY (touched);
END
$$;

DROP FUNCTION later_bill(bigint);
DROP FUNCTION restate_registers(bigint, bigint[]);

-- An entry of the journal sums up a part of a rebill; by its number the entry leads to its bills.
CREATE SEQUENCE mass_rebill_batch_seq;
ALTER TABLE mass_rebill_items ADD COLUMN batch_no bigint, ADD COLUMN undo_batch_no bigint;
