/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Corrections on the wire: credit notes for a part, bills computed again one by one or for a whole
 * period, and the documents that they link. */
#pragma once

#include "common/schema/field.h"

G_BEGIN_DECLS

/* What another document is to this one. */
typedef enum {
    INVOICE_RELATION_REVERSED_BY,
    INVOICE_RELATION_REPLACED_BY,
    INVOICE_RELATION_CREDITED_BY,
    INVOICE_RELATION_REVERSES,
    INVOICE_RELATION_REPLACES,
    INVOICE_RELATION_CREDITS,
} InvoiceRelation;
extern const Enumeration invoice_relation_enum;

typedef struct {
    int relation;
    gint64 invoice_id;
    char *number;
    Date issue_date;
    gint64 total_minor;
    char *reason;
} InvoiceLink;
RECORD_DECLARE (invoice_link, InvoiceLink);

/* Of a line before tax; the tax goes with it. */
typedef struct {
    gint64 line_no;
    gint64 amount_minor;
} CreditLine;
RECORD_DECLARE (credit_line, CreditLine);

/* An amount with its tax, shared out over the lines, or amounts by line. */
typedef struct {
    gint64 amount_minor; /* INT64_NONE: by line */
    GPtrArray *lines;    /* CreditLine */
    char *reason;
} CreditRequest;
RECORD_DECLARE (credit_request, CreditRequest);

/* What the register really showed where the bill ends. */
typedef struct {
    gint64 register_id;
    gint64 value;
    gboolean rollover;
} RebillReading;
RECORD_DECLARE (rebill_reading, RebillReading);

typedef struct {
    char *reason;
    GPtrArray *readings; /* RebillReading */
} RebillRequest;
RECORD_DECLARE (rebill_request, RebillRequest);

/* A kind of line, before and after. */
typedef struct {
    char *label;
    gint64 old_minor;
    gint64 new_minor;
    gint64 difference_minor;
} RebillRow;
RECORD_DECLARE (rebill_row, RebillRow);

/* What computing a bill again would change; nothing is written. */
typedef struct {
    gint64 invoice_id;
    char *number;
    Date period_from;
    Date period_to;
    Date new_period_from;
    Date new_period_to;
    gint64 old_energy_wh;
    gint64 new_energy_wh;
    gint64 old_total_minor;
    gint64 new_total_minor;
    gint64 difference_minor;
    gint64 settled_minor; /* paid of the old bill */
    gint64 moved_minor;   /* of that, what settles the new one */
    gint64 advance_minor; /* and what becomes the customer's advance */
    gint64 open_minor;    /* left to pay of the new one */
    GPtrArray *rows;      /* RebillRow */
} RebillPreview;
RECORD_DECLARE (rebill_preview, RebillPreview);

typedef enum {
    MASS_REBILL_STEP_PREVIEW,
    MASS_REBILL_STEP_APPLY,
    MASS_REBILL_STEP_UNDO,
} MassRebillStep;
extern const Enumeration mass_rebill_step_enum;

typedef enum {
    MASS_REBILL_STATE_RUNNING,
    MASS_REBILL_STATE_STOPPED,
    MASS_REBILL_STATE_DONE,
} MassRebillState;
extern const Enumeration mass_rebill_state_enum;

typedef enum {
    MASS_REBILL_ITEM_WAITING,
    MASS_REBILL_ITEM_DIFFERS,
    MASS_REBILL_ITEM_SAME,
    MASS_REBILL_ITEM_REFUSED,
    MASS_REBILL_ITEM_APPLIED,
    MASS_REBILL_ITEM_UNDONE,
} MassRebillItemState;
extern const Enumeration mass_rebill_item_state_enum;

typedef struct {
    gint64 cycle_id;
    char *period_key;
    gint64 class_id;   /* 0: all */
    gint64 station_id; /* 0: all */
    gint64 tariff_id;  /* 0: all */
    char *reason;
} MassRebillRequest;
RECORD_DECLARE (mass_rebill_request, MassRebillRequest);

typedef struct {
    gint64 id;
    gint64 mass_rebill_id;
    gint64 account_id;
    char *account_number;
    char *customer_name;
    gint64 invoice_id;
    char *invoice_number;
    int state;
    char *code;
    char *message; /* the code in words */
    char *detail;
    gint64 old_energy_wh;
    gint64 new_energy_wh;
    gint64 old_total_minor;
    gint64 new_total_minor;
    gint64 difference_minor;
    gint64 mirror_id;
    gint64 replacement_id;
    gint64 restored_id;
} MassRebillItem;
RECORD_DECLARE (mass_rebill_item, MassRebillItem);

typedef struct {
    gint64 id;
    gint64 cycle_id;
    char *cycle_name;
    char *period_key;
    char *class_name;
    char *station_name;
    char *tariff_name;
    char *reason;
    int step;
    int state;
    gint64 job_id;
    gint64 bills;
    gint64 differing;
    gint64 same;
    gint64 refused;
    gint64 applied;
    gint64 undone;
    gint64 old_total_minor; /* of the bills that differ */
    gint64 new_total_minor;
    gint64 difference_minor;
    char *created_by_name;
    Instant created_at;
    gint64 version;
} MassRebill;
RECORD_DECLARE (mass_rebill, MassRebill);

G_END_DECLS
