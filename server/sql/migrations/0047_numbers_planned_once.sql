-- SPDX-License-Identifier: GPL-3.0-or-later
-- Numbers of documents are taken while the counter of the branch is locked.  As functions of plain
-- SQL they were planned anew for each document; what PL/pgSQL runs is planned once a session.

CREATE OR REPLACE FUNCTION take_numbers(series_name text, branch bigint, of_year bigint,
                                        how_many bigint)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    first_number bigint;
BEGIN
    INSERT INTO document_counters AS c (series, branch_id, year, last_number)
    VALUES (series_name, branch, of_year, how_many)
    ON CONFLICT (series, branch_id, year)
    DO UPDATE SET last_number = c.last_number + how_many
    RETURNING last_number - how_many + 1 INTO first_number;
    RETURN first_number;
END
$$;

CREATE OR REPLACE FUNCTION document_number(series_name text, of_year bigint, branch_code text,
                                           number bigint)
RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN series_name || '-' || of_year || '-' || branch_code || '-'
           || CASE WHEN number < 10000000 THEN lpad(number::text, 7, '0') ELSE number::text END;
END
$$;
