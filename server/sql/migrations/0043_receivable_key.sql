-- What an account owes stands on the receivable key of the class that the account has now, whatever
-- class its old invoices were issued in. Whoever posts against it asks here, with the balance
-- locked: a change of class takes the same lock. Seen past the stations: an account may have left
-- the one that its invoice was issued in.
CREATE FUNCTION account_receivable_key(account bigint) RETURNS text LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public AS $$
    SELECT k.receivable_key FROM accounts a JOIN customer_classes k ON k.id = a.class_id
    WHERE a.id = account
$$;
