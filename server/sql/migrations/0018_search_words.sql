-- SPDX-License-Identifier: GPL-3.0-or-later
-- Each word of a name knows which others stand beside it, as a few bits: a search of several words
-- reads the list of the rarest one and passes over the names that cannot have the others, instead
-- of reading every list.

-- Two bits of 64 for a word.  Not parallel safe on purpose: a statement that has it is not given to
-- several processes, whose start costs more than a search that stops at its first page.
CREATE FUNCTION token_bits(token text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
RETURN (1::bigint << ('x' || substr(md5(token), 1, 2))::bit(8)::integer % 64)
     | (1::bigint << ('x' || substr(md5(token), 3, 2))::bit(8)::integer % 64);

-- Filled anew rather than updated: a table of millions would keep the room of its old rows.
CREATE TEMP TABLE known ON COMMIT DROP AS
SELECT token, customer_id, bit_or(token_bits(token)) OVER (PARTITION BY customer_id) AS words
FROM customer_tokens;
TRUNCATE customer_tokens;
ALTER TABLE customer_tokens
    ADD COLUMN words bigint NOT NULL,
    DROP CONSTRAINT customer_tokens_customer_id_fkey,
    DROP CONSTRAINT customer_tokens_pkey;
INSERT INTO customer_tokens (token, customer_id, words)
SELECT token, customer_id, words FROM known ORDER BY token, customer_id;
ALTER TABLE customer_tokens
    ADD CONSTRAINT customer_tokens_pkey PRIMARY KEY (token, customer_id) INCLUDE (words),
    ADD CONSTRAINT customer_tokens_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers;

CREATE OR REPLACE FUNCTION customers_index_name() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM customer_tokens WHERE customer_id = NEW.id;
    END IF;
    INSERT INTO customer_tokens (token, customer_id, words)
    SELECT token, NEW.id, bit_or(token_bits(token)) OVER ()
    FROM (SELECT DISTINCT token
          FROM unnest(string_to_array(text_fold(NEW.name || ' ' || COALESCE(NEW.name_en, '')),
                                      ' ')) AS token
          WHERE token <> '') AS name;
    RETURN NULL;
END
$$;
