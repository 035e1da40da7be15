-- Cycles of a week (Sunday to Saturday) and of a day.
ALTER TABLE billing_cycles DROP CONSTRAINT billing_cycles_frequency_check,
    ADD CONSTRAINT billing_cycles_frequency_check CHECK (
        frequency IN ('month', 'half_month', 'ten_days', 'quarter', 'week', 'day')),
    DROP CONSTRAINT billing_cycles_next_frequency_check,
    ADD CONSTRAINT billing_cycles_next_frequency_check CHECK (
        next_frequency IN ('month', 'half_month', 'ten_days', 'quarter', 'week', 'day'));
