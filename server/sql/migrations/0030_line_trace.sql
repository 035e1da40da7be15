-- How the amount of a line came about: reason, step, limits, base and share as they were used
-- (server/modules/invoices/line-trace.h), so that a bill explains itself whatever becomes of its
-- tariff.  NULL in lines that no tariff priced, and in those from before.
ALTER TABLE invoice_lines ADD COLUMN trace text;
