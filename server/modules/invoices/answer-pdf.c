/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents as answers. */
#include "server/modules/invoices/invoices.h"

void
operation_answer_pdf (Operation *op, GBytes *bytes, const char *name)
{
    gsize length;
    const char *data = g_bytes_get_data (bytes, &length);

    g_string_append_len (op->answer, data, length);
    g_free (op->answer_type);
    op->answer_type = g_strdup ("application/pdf");
    g_free (op->file_name);
    op->file_name = g_strdup_printf ("%s.pdf", name);
}
