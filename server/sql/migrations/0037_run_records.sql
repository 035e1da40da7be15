-- The agreements of a run that bills a selection, the records of a trial, and the freezing of a run
-- that is completed.

CREATE TABLE billing_run_agreements (
    run_id bigint NOT NULL REFERENCES billing_runs,
    account_id bigint NOT NULL REFERENCES accounts,
    agreement_id bigint NOT NULL REFERENCES service_agreements,
    PRIMARY KEY (run_id, account_id, agreement_id)
);

-- What a bill would be, beside the agreement's last one. Differences are indexed for the lists of
-- those that move most.
CREATE TABLE billing_trial_bills (
    run_id bigint NOT NULL REFERENCES billing_runs,
    account_id bigint NOT NULL REFERENCES accounts,
    agreement_id bigint NOT NULL REFERENCES service_agreements,
    station_id bigint NOT NULL REFERENCES stations,
    class_id bigint NOT NULL REFERENCES customer_classes,
    period_from date NOT NULL,
    period_to date NOT NULL,
    energy_wh bigint NOT NULL,
    total_minor bigint NOT NULL,
    last_days bigint,
    last_energy_wh bigint,
    last_total_minor bigint,
    outlier text NOT NULL DEFAULT 'none'
        CHECK (outlier IN ('none', 'first', 'zero', 'high', 'low')),
    change_energy_wh bigint NOT NULL
        GENERATED ALWAYS AS (energy_wh - COALESCE(last_energy_wh, 0)) STORED,
    change_minor bigint NOT NULL
        GENERATED ALWAYS AS (total_minor - COALESCE(last_total_minor, 0)) STORED,
    PRIMARY KEY (run_id, account_id, agreement_id)
) WITH (fillfactor = 50);
CREATE INDEX billing_trial_bills_energy_idx
    ON billing_trial_bills (run_id, change_energy_wh, agreement_id);
CREATE INDEX billing_trial_bills_minor_idx
    ON billing_trial_bills (run_id, change_minor, agreement_id);

ALTER TABLE billing_chunk_classes
    ADD COLUMN last_bills bigint NOT NULL DEFAULT 0,
    ADD COLUMN last_energy_wh bigint NOT NULL DEFAULT 0,
    ADD COLUMN last_total_minor bigint NOT NULL DEFAULT 0;

CREATE FUNCTION billing_run_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'RUN_FROZEN||The run is completed and stays as it is.'
        USING ERRCODE = 'SJ001';
END
$$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON billing_runs
    FOR EACH ROW WHEN (OLD.state = 'completed') EXECUTE FUNCTION billing_run_frozen();
ALTER TABLE billing_runs ENABLE ALWAYS TRIGGER frozen;

GRANT INSERT ON billing_run_agreements, billing_trial_bills TO siraj_app, siraj_work;
GRANT UPDATE ON billing_trial_bills TO siraj_work;
