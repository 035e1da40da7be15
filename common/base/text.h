/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arabic text: the normal form that search uses, digits, and direction marks. */
#pragma once

#include "common/base/error.h"

G_BEGIN_DECLS

#define TEXT_LRI "\342\201\246" /* U+2066 */
#define TEXT_FSI "\342\201\250" /* U+2068 */
#define TEXT_PDI "\342\201\251" /* U+2069 */

/* None of these functions minds NULL: it is taken as the empty text. */

/* The normal form of names: a hamza leaves its carrier (alef, waw, yeh) and a lone one goes, teh
 * marbuta to heh, alef maksura to yeh, tatweel and diacritics gone, Persian letters and Eastern
 * digits to theirs, Latin to lower case without accents, punctuation to single spaces, trimmed.  A
 * word that is then «abd» or «abu» joins the next, so that Abd Allah = Abdallah.  The SQL function
 * text_fold() gives the same bytes; tests/common/fold.tsv holds both to it. */
char *text_fold (const char *text);

/* The words of the folded text. */
char **text_tokens (const char *text);

/* Eastern and Persian digits to Western, direction marks removed, white space trimmed. */
char *text_clean_number (const char *text);

/* A text that may be a number (account, phone, code): digits as text_clean_number() makes them
 * unless an Arabic letter stands beside them, for then it is prose.  Marks and ends as there. */
char *text_clean_code (const char *text);

/* Removes U+2066–2069, 200E, 200F, 061C and trims; what every entry does before it sends. */
char *text_strip_marks (const char *text);

/* Puts numbers (LRI … PDI) or a foreign name (FSI … PDI) safely inside Arabic text. */
char *text_isolate (const char *text);
char *text_isolate_name (const char *text);

/* A mobile number in the international form of @country_prefix ("967"): 777123456, 0777123456 and
 * +967 777 123 456 give +967777123456.  Error: INVALID_VALUE. */
gboolean text_parse_mobile (const char *text, const char *country_prefix, char **mobile,
                            GError **error);

G_END_DECLS
