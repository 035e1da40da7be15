/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of corrections. */
#include "common/types/corrections-types.h"

ENUMERATION_DEFINE (invoice_relation_enum, "invoice_relation",
                    { INVOICE_RELATION_REVERSED_BY, "reversed_by", N_ ("Cancelled by") },
                    { INVOICE_RELATION_REPLACED_BY, "replaced_by", N_ ("Replaced by") },
                    { INVOICE_RELATION_CREDITED_BY, "credited_by", N_ ("Lowered by") },
                    { INVOICE_RELATION_REVERSES, "reverses", N_ ("Cancels") },
                    { INVOICE_RELATION_REPLACES, "replaces", N_ ("Replaces") },
                    { INVOICE_RELATION_CREDITS, "credits", N_ ("Lowers") });

ENUMERATION_DEFINE (mass_rebill_step_enum, "mass_rebill_step",
                    { MASS_REBILL_STEP_PREVIEW, "preview", N_ ("Trial") },
                    { MASS_REBILL_STEP_APPLY, "apply", N_ ("Carrying out") },
                    { MASS_REBILL_STEP_UNDO, "undo", N_ ("Undoing") });

ENUMERATION_DEFINE (mass_rebill_state_enum, "mass_rebill_state",
                    { MASS_REBILL_STATE_RUNNING, "running", N_ ("Running") },
                    { MASS_REBILL_STATE_STOPPED, "stopped", N_ ("Stopped") },
                    { MASS_REBILL_STATE_DONE, "done", N_ ("Completed") });

ENUMERATION_DEFINE (mass_rebill_item_state_enum, "mass_rebill_item_state",
                    { MASS_REBILL_ITEM_WAITING, "waiting", N_ ("Waiting") },
                    { MASS_REBILL_ITEM_DIFFERS, "differs", N_ ("Differs") },
                    { MASS_REBILL_ITEM_SAME, "same", N_ ("Unchanged") },
                    { MASS_REBILL_ITEM_REFUSED, "refused", N_ ("Left out") },
                    { MASS_REBILL_ITEM_APPLIED, "applied", N_ ("Billed again") },
                    { MASS_REBILL_ITEM_UNDONE, "undone", N_ ("Undone") });

RECORD_DEFINE (invoice_link, InvoiceLink,
               FIELD_ENUM (InvoiceLink, relation, N_ ("Relation"), invoice_relation_enum,
                           FIELD_READ_ONLY),
               FIELD_ID (InvoiceLink, invoice_id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_TEXT (InvoiceLink, number, N_ ("Document"), FIELD_READ_ONLY),
               FIELD_DATE (InvoiceLink, issue_date, N_ ("Issued on"), FIELD_READ_ONLY),
               FIELD_MONEY (InvoiceLink, total_minor, N_ ("Total"), FIELD_READ_ONLY),
               FIELD_TEXT (InvoiceLink, reason, N_ ("Reason"), FIELD_READ_ONLY));

RECORD_DEFINE (credit_line, CreditLine,
               FIELD_INTEGER (CreditLine, line_no, N_ ("Line"), FIELD_REQUIRED),
               FIELD_MONEY (CreditLine, amount_minor, N_ ("Amount"), FIELD_REQUIRED));

RECORD_DEFINE (credit_request, CreditRequest,
               FIELD_MONEY (CreditRequest, amount_minor, N_ ("Amount with tax"), FIELD_OPTIONAL),
               FIELD_LIST (CreditRequest, lines, N_ ("Lines"), credit_line_record, FIELD_PLAIN),
               FIELD_TEXT (CreditRequest, reason, N_ ("Reason"), FIELD_REQUIRED));

RECORD_DEFINE (rebill_reading, RebillReading,
               FIELD_ID (RebillReading, register_id, N_ ("Register"), FIELD_REQUIRED),
               FIELD_ENERGY (RebillReading, value, N_ ("Right reading"), FIELD_REQUIRED),
               FIELD_BOOLEAN (RebillReading, rollover, N_ ("Passed zero"), FIELD_PLAIN));

RECORD_DEFINE (rebill_request, RebillRequest,
               FIELD_TEXT (RebillRequest, reason, N_ ("Reason"), FIELD_REQUIRED),
               FIELD_LIST (RebillRequest, readings, N_ ("Readings"), rebill_reading_record,
                           FIELD_PLAIN));

RECORD_DEFINE (rebill_row, RebillRow,
               FIELD_TEXT (RebillRow, label, N_ ("Description"), FIELD_READ_ONLY),
               FIELD_MONEY (RebillRow, old_minor, N_ ("Before"), FIELD_READ_ONLY),
               FIELD_MONEY (RebillRow, new_minor, N_ ("After"), FIELD_READ_ONLY),
               FIELD_MONEY (RebillRow, difference_minor, N_ ("Difference"), FIELD_READ_ONLY));

RECORD_DEFINE (
    rebill_preview, RebillPreview, FIELD_ID (RebillPreview, invoice_id, N_ ("Id"), FIELD_READ_ONLY),
    FIELD_TEXT (RebillPreview, number, N_ ("Invoice number"), FIELD_READ_ONLY),
    FIELD_DATE (RebillPreview, period_from, N_ ("From"), FIELD_READ_ONLY),
    FIELD_DATE (RebillPreview, period_to, N_ ("To"), FIELD_READ_ONLY),
    FIELD_DATE (RebillPreview, new_period_from, N_ ("New bill from"), FIELD_READ_ONLY),
    FIELD_DATE (RebillPreview, new_period_to, N_ ("New bill to"), FIELD_READ_ONLY),
    FIELD_ENERGY (RebillPreview, old_energy_wh, N_ ("Energy before"), FIELD_READ_ONLY),
    FIELD_ENERGY (RebillPreview, new_energy_wh, N_ ("Energy after"), FIELD_READ_ONLY),
    FIELD_MONEY (RebillPreview, old_total_minor, N_ ("Old bill"), FIELD_READ_ONLY),
    FIELD_MONEY (RebillPreview, new_total_minor, N_ ("New bill"), FIELD_READ_ONLY),
    FIELD_MONEY (RebillPreview, difference_minor, N_ ("Difference"), FIELD_READ_ONLY),
    FIELD_MONEY (RebillPreview, settled_minor, N_ ("Paid of the old bill"), FIELD_READ_ONLY),
    FIELD_MONEY (RebillPreview, moved_minor, N_ ("Moves to the new bill"), FIELD_READ_ONLY),
    FIELD_MONEY (RebillPreview, advance_minor, N_ ("Becomes an advance"), FIELD_READ_ONLY),
    FIELD_MONEY (RebillPreview, open_minor, N_ ("Left to pay"), FIELD_READ_ONLY),
    FIELD_LIST (RebillPreview, rows, N_ ("Lines"), rebill_row_record, FIELD_READ_ONLY));

RECORD_DEFINE (mass_rebill_request, MassRebillRequest,
               FIELD_ID (MassRebillRequest, cycle_id, N_ ("Billing cycle"), FIELD_REQUIRED),
               FIELD_TEXT (MassRebillRequest, period_key, N_ ("Period"), FIELD_REQUIRED),
               FIELD_ID (MassRebillRequest, class_id, N_ ("Class"), FIELD_PLAIN),
               FIELD_ID (MassRebillRequest, station_id, N_ ("Station"), FIELD_PLAIN),
               FIELD_ID (MassRebillRequest, tariff_id, N_ ("Tariff"), FIELD_PLAIN),
               FIELD_TEXT (MassRebillRequest, reason, N_ ("Reason"), FIELD_REQUIRED));

RECORD_DEFINE (mass_rebill_item, MassRebillItem,
               FIELD_ID (MassRebillItem, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_ID (MassRebillItem, mass_rebill_id, N_ ("Rebill"), FIELD_READ_ONLY),
               FIELD_ID (MassRebillItem, account_id, N_ ("Account"), FIELD_READ_ONLY),
               FIELD_TEXT (MassRebillItem, account_number, N_ ("Account"), FIELD_READ_ONLY),
               FIELD_TEXT (MassRebillItem, customer_name, N_ ("Customer"), FIELD_READ_ONLY),
               FIELD_ID (MassRebillItem, invoice_id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_TEXT (MassRebillItem, invoice_number, N_ ("Invoice number"), FIELD_READ_ONLY),
               FIELD_ENUM (MassRebillItem, state, N_ ("State"), mass_rebill_item_state_enum,
                           FIELD_READ_ONLY),
               FIELD_TEXT (MassRebillItem, code, N_ ("Code"), FIELD_READ_ONLY),
               FIELD_TEXT (MassRebillItem, message, N_ ("Message"), FIELD_READ_ONLY),
               FIELD_TEXT (MassRebillItem, detail, N_ ("Details"), FIELD_READ_ONLY),
               FIELD_ENERGY (MassRebillItem, old_energy_wh, N_ ("Energy before"), FIELD_READ_ONLY),
               FIELD_ENERGY (MassRebillItem, new_energy_wh, N_ ("Energy after"),
                             FIELD_READ_ONLY | FIELD_OPTIONAL),
               FIELD_MONEY (MassRebillItem, old_total_minor, N_ ("Old bill"), FIELD_READ_ONLY),
               FIELD_MONEY (MassRebillItem, new_total_minor, N_ ("New bill"),
                            FIELD_READ_ONLY | FIELD_OPTIONAL),
               FIELD_MONEY (MassRebillItem, difference_minor, N_ ("Difference"),
                            FIELD_READ_ONLY | FIELD_OPTIONAL),
               FIELD_ID (MassRebillItem, mirror_id, N_ ("Credit note"), FIELD_READ_ONLY),
               FIELD_ID (MassRebillItem, replacement_id, N_ ("New bill"), FIELD_READ_ONLY),
               FIELD_ID (MassRebillItem, restored_id, N_ ("Issued again"), FIELD_READ_ONLY));

RECORD_DEFINE (mass_rebill, MassRebill, FIELD_ID (MassRebill, id, N_ ("Rebill"), FIELD_READ_ONLY),
               FIELD_ID (MassRebill, cycle_id, N_ ("Billing cycle"), FIELD_READ_ONLY),
               FIELD_TEXT (MassRebill, cycle_name, N_ ("Billing cycle"), FIELD_READ_ONLY),
               FIELD_TEXT (MassRebill, period_key, N_ ("Period"), FIELD_READ_ONLY),
               FIELD_TEXT (MassRebill, class_name, N_ ("Class"), FIELD_READ_ONLY),
               FIELD_TEXT (MassRebill, station_name, N_ ("Station"), FIELD_READ_ONLY),
               FIELD_TEXT (MassRebill, tariff_name, N_ ("Tariff"), FIELD_READ_ONLY),
               FIELD_TEXT (MassRebill, reason, N_ ("Reason"), FIELD_READ_ONLY),
               FIELD_ENUM (MassRebill, step, N_ ("Step"), mass_rebill_step_enum, FIELD_READ_ONLY),
               FIELD_ENUM (MassRebill, state, N_ ("State"), mass_rebill_state_enum,
                           FIELD_READ_ONLY),
               FIELD_ID (MassRebill, job_id, N_ ("Job"), FIELD_READ_ONLY),
               FIELD_INTEGER (MassRebill, bills, N_ ("Bills"), FIELD_READ_ONLY),
               FIELD_INTEGER (MassRebill, differing, N_ ("Differ"), FIELD_READ_ONLY),
               FIELD_INTEGER (MassRebill, same, N_ ("Unchanged"), FIELD_READ_ONLY),
               FIELD_INTEGER (MassRebill, refused, N_ ("Left out"), FIELD_READ_ONLY),
               FIELD_INTEGER (MassRebill, applied, N_ ("Billed again"), FIELD_READ_ONLY),
               FIELD_INTEGER (MassRebill, undone, N_ ("Undone"), FIELD_READ_ONLY),
               FIELD_MONEY (MassRebill, old_total_minor, N_ ("Old bills"), FIELD_READ_ONLY),
               FIELD_MONEY (MassRebill, new_total_minor, N_ ("New bills"), FIELD_READ_ONLY),
               FIELD_MONEY (MassRebill, difference_minor, N_ ("Difference"), FIELD_READ_ONLY),
               FIELD_TEXT (MassRebill, created_by_name, N_ ("Started by"), FIELD_READ_ONLY),
               FIELD_INSTANT (MassRebill, created_at, N_ ("Started at"), FIELD_READ_ONLY),
               FIELD_INTEGER (MassRebill, version, N_ ("Version"), FIELD_READ_ONLY));
