-- SPDX-License-Identifier: GPL-3.0-or-later
-- A name is found by each of its words and by each two of them, so that a search of two words reads
-- one short list, as a search of one does, and three words are two lists merged.  The station
-- stands beside the customer: what lies outside one's stations is passed over without a look at the
-- customer.  Both make one plan right for every search, so none is planned anew.

-- The words of a name and each two of them in their order, with a space between.
CREATE FUNCTION search_tokens(words text[]) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
    SELECT DISTINCT CASE WHEN a.word = b.word THEN a.word ELSE a.word || ' ' || b.word END
    FROM unnest(words) AS a(word), unnest(words) AS b(word)
    WHERE a.word <> '' AND b.word <> '' AND a.word COLLATE "C" <= b.word COLLATE "C"
$$;

CREATE TEMP TABLE known ON COMMIT DROP AS
SELECT customer_id, array_agg(token) AS words FROM customer_tokens GROUP BY customer_id;
DROP TABLE customer_tokens;
DROP FUNCTION token_bits(text);

-- No foreign key: the trigger of customers alone writes here, ten rows for a name of four words.
CREATE TABLE customer_tokens (
    token text COLLATE "C" NOT NULL,
    customer_id bigint NOT NULL,
    station_id bigint NOT NULL
);
INSERT INTO customer_tokens (token, customer_id, station_id)
SELECT token, c.id, c.station_id
FROM known k JOIN customers c ON c.id = k.customer_id, search_tokens(k.words) AS token
ORDER BY token COLLATE "C", c.id;
ALTER TABLE customer_tokens ADD PRIMARY KEY (token, customer_id) INCLUDE (station_id);
GRANT SELECT ON customer_tokens TO siraj_app, siraj_work, siraj_report, siraj_audit;
CALL scope_table('customer_tokens');

CREATE FUNCTION customer_words(name text, name_en text) RETURNS text[] LANGUAGE sql IMMUTABLE
RETURN string_to_array(text_fold(name || ' ' || COALESCE(name_en, '')), ' ');
CREATE OR REPLACE FUNCTION customers_index_name() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE
    words text[] := customer_words(NEW.name, NEW.name_en);
    old_words text[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        old_words := customer_words(OLD.name, OLD.name_en);
        DELETE FROM customer_tokens t USING search_tokens(old_words) AS old_token
        WHERE t.token = old_token AND t.customer_id = OLD.id;
    END IF;
    INSERT INTO customer_tokens (token, customer_id, station_id)
    SELECT token, NEW.id, NEW.station_id FROM search_tokens(words) AS token;
    RETURN NULL;
END
$$;
DROP TRIGGER index_name_update ON customers;
CREATE TRIGGER index_name_update AFTER UPDATE OF name, name_en, station_id ON customers
    FOR EACH ROW
    WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.name_en IS DISTINCT FROM NEW.name_en
          OR OLD.station_id <> NEW.station_id)
    EXECUTE FUNCTION customers_index_name();
