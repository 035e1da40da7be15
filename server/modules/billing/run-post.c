/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal of a chunk, an entry for each station and class, and the proof of what was
 * written. */
#include "server/modules/accounting/accounting.h"
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/run.h"
#include "server/modules/invoices/invoices.h"

/* Kinds of lines that share a posting key make one posting. */
static void
add_credit (JournalPosting *postings, gint64 *amounts, guint *n, const char *key, gint64 amount)
{
    guint i = 0;

    while (i < *n && !g_str_equal (postings[i].key, key)) {
        i++;
    }
    if (i == *n) {
        postings[i].key = key;
        amounts[i] = 0;
        (*n)++;
    }
    amounts[i] += amount;
}

static gboolean
post_group (Db *db, const JournalHeader *header, const RunGroup *group, const char *receivable_key,
            GError **error)
{
    JournalPosting postings[LINE_N_KINDS + 1];
    gint64 amounts[LINE_N_KINDS];
    guint n = 0;

    for (int kind = 0; kind < LINE_N_KINDS; kind++) {
        add_credit (postings, amounts, &n, line_posting_key (kind), group->kinds_minor[kind]);
    }
    for (guint i = 0; i < n; i++) {
        postings[i] = journal_credit (postings[i].key, amounts[i]);
    }
    postings[n++] = journal_debit (receivable_key, group->total_minor);
    return journal_post (db, header, postings, n, NULL, error);
}

JournalHeader
run_journal_header (const Run *run, const Chunk *chunk)
{
    return (JournalHeader) {
        .entry_date = run->issue_date,
        .source = run->source,
        .source_id = run->id,
        .batch_no = chunk->chunk_no,
        .account_id = run->single ? chunk->first_account_id : 0,
        .description = run->reason != NULL ? run->reason : run->period_key,
        .created_by = run->created_by,
    };
}

gboolean
run_post (Db *db, const Run *run, const Chunk *chunk, const RunWorkspace *work, GError **error)
{
    for (guint i = 0; i < work->output.groups->len; i++) {
        const RunGroup *group = &g_array_index (work->output.groups, RunGroup, i);
        const RunClass *class = run_find_class (&work->prices, group->class_id);
        JournalHeader header = run_journal_header (run, chunk);

        header.kind = run->single ? "invoice" : "invoices";
        header.branch_id = group->branch_id;
        header.station_id = group->station_id;
        header.class_id = group->class_id;
        if (!post_group (db, &header, group, class->receivable_key, error)) {
            return FALSE;
        }
    }
    return TRUE;
}
