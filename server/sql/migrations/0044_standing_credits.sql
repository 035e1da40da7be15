-- How much of an invoice is credited by notes for a part that were not taken back themselves; a
-- note that was taken back has an allocation of the opposite amount.
CREATE FUNCTION standing_credits(of_invoice bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT COALESCE(sum(x.amount_minor), 0)::bigint
    FROM allocations x JOIN invoices n ON n.id = x.credit_note_id
    WHERE x.invoice_id = of_invoice AND n.credits_id = of_invoice
$$;
