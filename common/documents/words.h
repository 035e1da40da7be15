/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts spelled out in words, as invoices, receipts and cheques want them. */
#pragma once

#include "common/base/language.h"
#include "common/base/money.h"

G_BEGIN_DECLS

/* @amount_minor of @currency in words, closed by «لا غير» or "only", in nominative, fully inflected
 * Arabic (gender, dual, plural of 3 to 10, accusative of 11 to 99) or in English.  The fraction is
 * counted in the currency's own coin and left out when it is zero; a negative amount starts with
 * «بالسالب:» or "Minus".  The currency must be one of currency_list().  Never fails, owned. */
char *words_amount (gint64 amount_minor, const Currency *currency, Language language);

/* The bare cardinal, masculine in Arabic: «مائة وواحد», "one hundred one". */
char *words_number (gint64 number, Language language);

/* Whether the nouns of this currency are known; a test holds it to currency_list(). */
gboolean words_know_currency (const char *code);

G_END_DECLS
