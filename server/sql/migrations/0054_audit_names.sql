-- What people call the records that a line of the trail refers to by number.  The names are those
-- of today, as far as the asker may see them; the trail itself keeps the numbers.  A procedural
-- function keeps its plans, where one of SQL plans all of its look-ups for every number.

CREATE FUNCTION audit_name(member text, record bigint) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    CASE member
        WHEN 'branch_id' THEN
            RETURN (SELECT x.name FROM branches x WHERE x.id = record);
        WHEN 'station_id' THEN
            RETURN (SELECT x.name FROM stations x WHERE x.id = record);
        WHEN 'feeder_id' THEN
            RETURN (SELECT x.name FROM feeders x WHERE x.id = record);
        WHEN 'box_id' THEN
            RETURN (SELECT x.name FROM boxes x WHERE x.id = record);
        WHEN 'route_id' THEN
            RETURN (SELECT x.name FROM routes x WHERE x.id = record);
        WHEN 'class_id' THEN
            RETURN (SELECT x.name FROM customer_classes x WHERE x.id = record);
        WHEN 'tariff_id', 'default_tariff_id' THEN
            RETURN (SELECT x.name FROM tariffs x WHERE x.id = record);
        WHEN 'cycle_id' THEN
            RETURN (SELECT x.name FROM billing_cycles x WHERE x.id = record);
        WHEN 'period_id' THEN
            RETURN (SELECT x.period_key FROM billing_periods x WHERE x.id = record);
        WHEN 'run_id', 'parent_id' THEN
            RETURN (SELECT x.period_key FROM billing_runs x WHERE x.id = record);
        WHEN 'customer_id' THEN
            RETURN (SELECT x.name FROM customers x WHERE x.id = record);
        WHEN 'account_id' THEN
            RETURN (SELECT x.number FROM accounts x WHERE x.id = record);
        WHEN 'agreement_id' THEN
            RETURN (SELECT x.number FROM service_agreements x WHERE x.id = record);
        WHEN 'service_point_id' THEN
            RETURN (SELECT x.number FROM service_points x WHERE x.id = record);
        WHEN 'meter_id' THEN
            RETURN (SELECT x.number FROM meters x WHERE x.id = record);
        WHEN 'model_id' THEN
            RETURN (SELECT x.name FROM meter_models x WHERE x.id = record);
        WHEN 'role_id' THEN
            RETURN (SELECT x.name FROM roles x WHERE x.id = record);
        WHEN 'ledger_account_id' THEN
            RETURN (SELECT x.code || ' ' || x.name FROM ledger_accounts x WHERE x.id = record);
        ELSE
            IF member LIKE '%\_by' OR member IN ('user_id', 'reader_id') THEN
                RETURN (SELECT x.full_name FROM users x WHERE x.id = record);
            END IF;
            RETURN NULL;
    END CASE;
END
$$;

-- {"station_id:3": "…"}; NULL where nothing is referred to.
CREATE FUNCTION audit_names(before jsonb, after jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT jsonb_object_agg(n.member || ':' || n.record, n.name)
        FROM (SELECT r.member, r.record, audit_name(r.member, r.record::bigint) AS name
              FROM (SELECT e.key AS member, e.value AS record
                    FROM jsonb_each_text(COALESCE(before, '{}')) AS e
                    UNION SELECT e.key, e.value
                    FROM jsonb_each_text(COALESCE(after, '{}')) AS e) AS r
              WHERE (r.member LIKE '%\_id' OR r.member LIKE '%\_by')
                AND r.record ~ '^[1-9][0-9]{0,17}$') AS n
        WHERE n.name IS NOT NULL);
END
$$;
