/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a billing run: what a chunk is, what is read for it, what comes out of the
 * engine and what is written.  One worker carries a chunk through these steps in one
 * transaction. */
#pragma once

#include "server/core/bulk.h"
#include "server/core/jobs.h"
#include "common/types/billing-types.h"
#include "server/engine/bill.h"
#include "server/engine/cycle.h"
#include "server/modules/invoices/invoices.h"

G_BEGIN_DECLS

#define RUN_CHUNK_ACCOUNTS 20000
#define RUN_BLOCK_IDS 32768 /* invoice ids of a chunk */
#define RUN_BLOCKS 152587   /* so many fit below the ids of single documents */
#define RUN_MONTH_IDS G_GINT64_CONSTANT (10000000000) /* an id begins with yyyymm */

typedef struct RunComputed RunComputed;

/* Looks at a bill before it is kept; what it refuses is an exception of the agreement. */
typedef gboolean (*RunJudge) (gpointer data, const RunComputed *bill, GError **error);

typedef struct {
    gint64 id; /* with .source what the journal names as the document */
    const char *source;
    RunJudge judge; /* NULL: every bill is wanted */
    gpointer judge_data;
    gboolean rebills;   /* its bills take the place of those in RunRows.credits */
    gboolean single;    /* one such bill within a request, whose role has no COPY of invoices */
    const char *reason; /* of bills in the place of others, borrowed */
    gint64 cycle_id;
    gint64 class_id;   /* 0: all */
    gint64 station_id; /* 0: all */
    char *period_key;
    Period period;
    Period window; /* of reading: the reading that closes a bill is one of these days */
    Date issue_date;
    gint64 month; /* of the issue date, yyyymm */
    gint64 year;
    gboolean trial;
    gint64 created_by;
    const Currency *currency;
    gint64 cash_unit_minor;
    gboolean apply_advances;
    int due_days;      /* -1: those of each class */
    gboolean selected; /* it bills the agreements of billing_run_agreements alone */
} Run;

/* Accounts of a run that are billed in one transaction. */
typedef struct {
    gint64 chunk_no;
    gint64 first_account_id;
    gint64 last_account_id;
    gint64 accounts;
    gint64 first_invoice_id;
} Chunk;

/* Rows as they are read, in the order of account, agreement and id. */

typedef struct {
    gint64 account_id;
    gint64 agreement_id;
    gint64 branch_id;
    gint64 station_id;
    gint64 class_id;
    gint64 balance_minor; /* owed, less what was paid ahead */
    gint64 advance_minor;
    Date end_date;
    gboolean held;
    const char *hold_reason; /* borrowed from the result */
} AgreementRow;

typedef struct {
    gint64 id;
    gint64 account_id;
    gint64 agreement_id;
    gint64 installation_id; /* 0: unmetered */
    int register_class;
    gboolean unmetered;
    guint digits;
    gint64 multiplier_milli;
    Date opened_on;
    Date closed_on;
    Date billed_date;
    gint64 billed_value;
    Date latest_date;
    gint64 latest_value;
    gboolean latest_estimated;
    gint64 daily_average_wh; /* the latest reading counts a quarter in it */
    gint64 zero_bills;
    gint64 unbilled_readings;
    guint first_reading; /* of RunRows.readings, when there are several or a rollover */
    guint n_readings;
    guint estimates_in_row; /* known of unread registers alone */
    gboolean has_held;      /* a reading that waits for a decision; of unread registers alone */
} RegisterRow;

typedef struct {
    gint64 account_id;
    gint64 agreement_id;
    Period period;
    gint64 tariff_id;
    gint64 contracted_load_w;
    gint64 breaker_amperes;
} TermRow;

typedef struct {
    gint64 register_id;
    Date date;
    gint64 value;
    gboolean estimated;
    gboolean rollover;
} ReadingRow;

/* What becomes of a missing reading. */
typedef struct {
    gint64 class_id; /* 0: every class */
    gboolean estimate;
    guint most_estimates; /* in a row */
} EstimateRule;

/* A bill whose place the next bill takes: an estimated one whose meter has been read since, or one
 * that is computed again. */
typedef struct {
    gint64 account_id;
    gint64 agreement_id;
    gint64 invoice_id;
    gint64 total_minor;
} CreditRow;

typedef struct {
    GArray *agreements;
    GArray *registers;
    GArray *terms;
    GArray *readings;
    GArray *rules;        /* EstimateRule, the first that fits; none: every one is an exception */
    GArray *credits;      /* CreditRow by account and agreement */
    Rows *agreement_rows; /* what texts are borrowed from */
} RunRows;

gboolean run_read (Db *db, const Run *run, const Chunk *chunk, RunRows *rows, GError **error);

/* The same, list by list, by any statement with the columns of the run's own (billing-sql.h). */
typedef struct {
    const Statement *statement;
    const Param *params;
    guint n_params;
} RunQuery;
gboolean run_read_agreements (Db *db, const RunQuery *query, RunRows *out, GError **error);
gboolean run_read_registers (Db *db, const RunQuery *query, RunRows *out, GError **error);
gboolean run_read_terms (Db *db, const RunQuery *query, RunRows *out, GError **error);

/* run-rewind.c: registers set back, in memory only, to where bills began them. */

typedef struct {
    gint64 register_id;
    Date from_date; /* where the first of the bills begins it */
    gint64 from_value;
    Date to_date; /* and where the last one ends it */
    gint64 to_value;
} RunSpan;

/* The spans of @bills ("{1,2}"), by register. */
gboolean run_read_spans (Db *db, const char *bills, GArray *spans, GError **error);
/* NULL: none of the bills counts the register. */
const RunSpan *run_find_span (const GArray *spans, gint64 register_id);
/* The readings of the register after @after and before @before are wanted. */
typedef struct {
    gint64 register_id;
    Date after;
    Date before;
} RunReadings;
/* Reads them to the end of .readings, in the place of what these registers had. */
gboolean run_read_readings (Db *db, const GArray *wanted, RunRows *rows, GError **error);

/* run-estimate.c: rules and what they go by, when a register of the chunk was not read. */
gboolean run_read_rules (Db *db, const Run *run, const Chunk *chunk, RunRows *rows, GError **error);

/* run-true-up.c: estimated bills to be replaced. Their registers, in @rows only, go back to where
 * the first of them began, with the readings since. */
gboolean run_read_true_ups (Db *db, const Run *run, const Chunk *chunk, RunRows *rows,
                            GError **error);

/* Prices: versions in force by tariff, period prices, classes and branches. */

typedef struct {
    gint64 id;
    gint64 tariff_id;
    Period period;
    gboolean used;                /* by an issued bill, as the database knows it */
    gboolean used_now;            /* by a bill of this chunk */
    const TariffVersion *version; /* NULL: its document cannot be read */
} PricedVersion;

typedef struct {
    gint64 id;
    int due_days;
    char *receivable_key;
} RunClass;

typedef struct {
    gint64 id;
    char *code;
    gint64 bills;
    gint64 next_number;
} RunBranch;

typedef struct {
    GArray *versions;   /* PricedVersion by tariff and first day */
    GArray *prices;     /* PeriodPrice */
    GArray *classes;    /* RunClass by id */
    GArray *branches;   /* RunBranch by id */
    GHashTable *parsed; /* documents parsed by this worker: "id/version" → TariffVersion */
    Rows *price_rows;   /* what names are borrowed from */
} RunPrices;

gboolean run_load_prices (Db *db, const Run *run, RunPrices *prices, GError **error);
/* The first version of the tariff, or NULL; the others follow it. */
PricedVersion *run_find_versions (const RunPrices *prices, gint64 tariff_id, guint *n);
const RunClass *run_find_class (const RunPrices *prices, gint64 id);
RunBranch *run_find_branch (const RunPrices *prices, gint64 id);

/* What comes out. */

typedef struct {
    gint64 account_id;
    gint64 agreement_id;
    int code; /* SirajError */
    char *detail;
} RunException;

typedef struct {
    gint64 account_id;
    gint64 agreement_id;
    gint64 branch_id;
    gint64 station_id;
    gint64 class_id;
    gboolean is_final;
    Period period;
    gint64 energy_wh;
    gint64 net_minor;
    gint64 tax_minor;
    gint64 rounding_minor;
    gint64 total_minor;
    gint64 previous_balance_minor;
    gint64 replaces_id; /* 0: none */
} RunInvoice;

/* A reading that the run made itself. */
typedef struct {
    gint64 register_id;
    Date date;
    gint64 value;
    gint64 quantity;
    gboolean rollover;
} RunEstimate;

/* @credited_id is taken back by a credit note, because invoice number @invoice charges its days. */
typedef struct {
    gint64 credited_id;
    guint invoice;
} RunCredit;

/* Invoices of one branch, station and class: an entry of the journal. */
typedef struct {
    gint64 branch_id;
    gint64 station_id;
    gint64 class_id;
    gint64 bills;
    gint64 energy_wh;
    gint64 total_minor;
    gint64 kinds_minor[LINE_N_KINDS];
} RunGroup;

typedef struct {
    gint64 bills;
    gint64 skipped; /* agreements without a bill: held, nothing due, or an exception */
    gint64 accounts_billed;
    gint64 segments;
    gint64 energy_wh;
    gint64 net_minor;
    gint64 tax_minor;
    gint64 total_minor;
    gboolean has_advances;
} RunTotals;

typedef struct {
    GArray *invoices;   /* RunInvoice; number i has the id first_invoice_id + i */
    GArray *groups;     /* RunGroup */
    GArray *exceptions; /* RunException */
    GArray *estimates;  /* RunEstimate */
    GArray *credits;    /* RunCredit */
    CopyBuffer bills;
    CopyBuffer lines;
    CopyBuffer segments;
    CopyBuffer copy; /* of whatever is sent next */
    RunTotals totals;
} RunOutput;

/* Memory that a worker keeps from chunk to chunk. */
typedef struct {
    RunRows rows;
    RunPrices prices;
    RunOutput output;
    Bill bill;
    GArray *meters;   /* MeterRegister */
    GArray *readings; /* RegisterReading */
    GArray *segments; /* Segment */
    GArray *terms;    /* BillTerm */
} RunWorkspace;

/* That of the calling thread. */
RunWorkspace *run_workspace (void);

/* A bill that was computed, as a judge sees it. */
struct RunComputed {
    const AgreementRow *agreement;
    const RegisterRow *registers;
    guint n_registers;
    Period period;
    const Bill *bill;
    const Segment *segments;
    guint n_segments;
};

/* Which of the registers a segment counts; there is one. */
const RegisterRow *run_register_of (const RegisterRow *registers, guint n, const Segment *segment);

/* Bills every agreement that was read: no refusal of one account ends it.  The lines stream where
 * their buffer is open, else they go nowhere. */
void run_bill (const Run *run, const Chunk *chunk, RunWorkspace *work);

/* run-lines.c: lines and segments of a bill as rows to be copied. */

/* A line as its row has it; texts are borrowed. */
typedef struct {
    const char *kind;
    const char *component; /* or NULL */
    gint64 version_id;     /* 0: of the whole bill */
    gint64 block_from_wh;  /* INT64_NONE: no block */
    gint64 block_to_wh;    /* INT64_NONE: open */
    gint64 quantity;
    gint64 rate_micro;
    gint64 days;
    gint64 amount_minor;
    gint64 tax_bp;
    char trace[LINE_TRACE_SIZE]; /* how it came about */
} RunLine;

/* Answers the version that priced it, NULL for taxes and rounding. */
PricedVersion *run_take_line (const RunPrices *prices, const Bill *bill, const BillLine *line,
                              RunLine *row);
void run_put_bill (RunOutput *output, const RunPrices *prices, const Bill *bill,
                   const RunInvoice *invoice, gint64 invoice_id);
void run_put_segment (RunOutput *output, const Segment *segment, guint number, gint64 register_id,
                      const gint64 ids[2]);

/* The reading of @row on the last day of the period by its daily average, after @last.  Errors:
 * ESTIMATE_LIMIT, READING_MISSING (the rule wants an exception, or there is no history). */
gboolean run_estimate (const Run *run, const RunRows *rows, gint64 class_id, const RegisterRow *row,
                       ReadingRow *last, GError **error);
/* Writes the readings that were estimated; and, of estimated bills that were taken back, where
 * their registers are and which bill took their place. */
gboolean run_write_estimates (Db *db, const Run *run, const RunOutput *output, GError **error);
gboolean run_write_true_ups (Db *db, const Chunk *chunk, const RunOutput *output, const char *bills,
                             GError **error);

/* Bills, writes and proves; a trial only bills, and leaves exceptions and totals. */
gboolean run_write (Db *db, const Run *run, const Chunk *chunk, RunWorkspace *work, GError **error);
gboolean run_post (Db *db, const Run *run, const Chunk *chunk, const RunWorkspace *work,
                   GError **error);
/* What its entries have in common: without kind, branch, station and class. */
JournalHeader run_journal_header (const Run *run, const Chunk *chunk);
gboolean run_prove (Db *db, const Run *run, const Chunk *chunk, const RunOutput *output,
                    GError **error);

/* run-select.c: what a run of a selection says beside the others, and who is left of a chunk. */
gboolean run_load_extras (Db *db, Run *run, GError **error);
gboolean run_select (Db *db, const Run *run, const Chunk *chunk, RunRows *rows, GError **error);

/* trials.c: the bills of a trial beside the bills before; after run_record(). */
gboolean run_keep_trial (Db *db, const Run *run, const Chunk *chunk, RunOutput *output,
                         GError **error);

/* Exceptions and totals, which a trial has too. */
gboolean run_record (Db *db, const Run *run, const Chunk *chunk, RunOutput *output, GError **error);

G_END_DECLS
