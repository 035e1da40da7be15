-- The list of invoices begins with the newest: without this, each page of it sorts all of them.
CREATE INDEX invoices_issued_idx ON invoices (issue_date, id);
