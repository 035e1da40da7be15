-- A run reads agreements, terms and registers in the order of their accounts: from these indexes
-- without sorting.
DROP INDEX service_agreements_account_idx, agreement_terms_account_idx, registers_account_idx;
CREATE INDEX service_agreements_account_idx ON service_agreements (account_id, id);
CREATE INDEX agreement_terms_account_idx ON agreement_terms (account_id, agreement_id, valid_from);
CREATE INDEX registers_account_idx ON registers (account_id, agreement_id, id);
