/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL shared by the lists of documents: the accounts that a search means. */
#pragma once

/* Ids of the accounts whose number, or whose customer's number or name, is @q (a parameter such as
 * "$4").  A name matches by how it begins or by whole words in any order.  For statements with a
 * custom plan only: each branch has an index of its own. */
#define ACCOUNTS_OF_QUERY(q)                                                                       \
    "(SELECT a.id FROM accounts a WHERE a.number = " q " UNION ALL"                                \
    " SELECT a.id FROM customers c JOIN accounts a ON a.customer_id = c.id"                        \
    " WHERE c.number = " q " OR c.mobile = " q "    OR c.name_folded LIKE NULLIF(text_fold(" q     \
    "), '') || '%'"                                                                                \
    " UNION ALL"                                                                                   \
    " SELECT a.id FROM accounts a JOIN"                                                            \
    "   (SELECT t.customer_id FROM customer_tokens t"                                              \
    "    WHERE t.token = ANY (string_to_array(text_fold(" q "), ' '))"                             \
    "    GROUP BY t.customer_id"                                                                   \
    "    HAVING count(*) = cardinality(string_to_array(text_fold(" q "), ' '))) AS w"              \
    "   ON w.customer_id = a.customer_id)"
