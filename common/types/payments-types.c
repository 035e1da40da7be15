/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of payments. */
#include "common/types/payments-types.h"

ENUMERATION_DEFINE (payment_kind_enum, "payment_kind",
                    { PAYMENT_KIND_RECEIPT, "receipt", N_ ("Receipt") },
                    { PAYMENT_KIND_CANCELLATION, "cancellation", N_ ("Cancellation") });

RECORD_DEFINE (payment_method, PaymentMethod,
               FIELD_ID (PaymentMethod, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_TEXT (PaymentMethod, code, N_ ("Method code"), FIELD_REQUIRED | FIELD_FIXED),
               FIELD_TEXT (PaymentMethod, name, N_ ("Payment method"), FIELD_REQUIRED),
               FIELD_TEXT (PaymentMethod, name_en, N_ ("Name in English"), FIELD_REQUIRED),
               FIELD_TEXT (PaymentMethod, posting_key, N_ ("Posting key"), FIELD_REQUIRED),
               FIELD_BOOLEAN (PaymentMethod, needs_reference, N_ ("Needs a reference"),
                              FIELD_PLAIN),
               FIELD_BOOLEAN (PaymentMethod, active, N_ ("Active"), FIELD_PLAIN),
               FIELD_INTEGER (PaymentMethod, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (payment_tender, PaymentTender,
               FIELD_ID (PaymentTender, method_id, N_ ("Payment method"), FIELD_REQUIRED),
               FIELD_TEXT (PaymentTender, method_name, N_ ("Payment method"), FIELD_READ_ONLY),
               FIELD_MONEY (PaymentTender, amount_minor, N_ ("Amount"), FIELD_REQUIRED),
               FIELD_TEXT (PaymentTender, reference, N_ ("Reference"), FIELD_PLAIN));

RECORD_DEFINE (allocation, AllocationRow,
               FIELD_ID (AllocationRow, invoice_id, N_ ("Invoice"), FIELD_REQUIRED),
               FIELD_TEXT (AllocationRow, invoice_number, N_ ("Invoice number"), FIELD_READ_ONLY),
               FIELD_DATE (AllocationRow, due_date, N_ ("Due on"), FIELD_READ_ONLY),
               FIELD_MONEY (AllocationRow, open_minor, N_ ("Open before"), FIELD_READ_ONLY),
               FIELD_MONEY (AllocationRow, amount_minor, N_ ("Amount"), FIELD_REQUIRED),
               FIELD_MONEY (AllocationRow, remaining_minor, N_ ("Remaining"), FIELD_READ_ONLY));

RECORD_DEFINE (payment_request, PaymentRequest,
               FIELD_ID (PaymentRequest, account_id, N_ ("Account"), FIELD_REQUIRED),
               FIELD_MONEY (PaymentRequest, amount_minor, N_ ("Amount"), FIELD_REQUIRED),
               FIELD_DATE (PaymentRequest, received_on, N_ ("Received on"), FIELD_OPTIONAL),
               FIELD_TEXT (PaymentRequest, payer, N_ ("Payer"), FIELD_PLAIN),
               FIELD_TEXT (PaymentRequest, notes, N_ ("Notes"), FIELD_PLAIN),
               FIELD_LIST (PaymentRequest, tenders, N_ ("Tenders"), payment_tender_record,
                           FIELD_REQUIRED),
               FIELD_LIST (PaymentRequest, allocations, N_ ("Allocations"), allocation_record,
                           FIELD_PLAIN));

RECORD_DEFINE (allocation_preview, AllocationPreview,
               FIELD_MONEY (AllocationPreview, amount_minor, N_ ("Amount"), FIELD_READ_ONLY),
               FIELD_MONEY (AllocationPreview, receivable_minor, N_ ("Owed"), FIELD_READ_ONLY),
               FIELD_MONEY (AllocationPreview, advance_minor, N_ ("Paid ahead"), FIELD_READ_ONLY),
               FIELD_MONEY (AllocationPreview, to_advance_minor, N_ ("To be paid ahead"),
                            FIELD_READ_ONLY),
               FIELD_MONEY (AllocationPreview, balance_after_minor, N_ ("Balance after"),
                            FIELD_READ_ONLY),
               FIELD_LIST (AllocationPreview, allocations, N_ ("Allocations"), allocation_record,
                           FIELD_READ_ONLY));

RECORD_DEFINE (payment, Payment, FIELD_ID (Payment, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_TEXT (Payment, number, N_ ("Receipt number"), FIELD_READ_ONLY),
               FIELD_ENUM (Payment, kind, N_ ("Kind"), payment_kind_enum, FIELD_READ_ONLY),
               FIELD_BOOLEAN (Payment, cancelled, N_ ("Cancelled"), FIELD_READ_ONLY),
               FIELD_ID (Payment, account_id, N_ ("Account"), FIELD_READ_ONLY),
               FIELD_TEXT (Payment, account_number, N_ ("Account"), FIELD_READ_ONLY),
               FIELD_ID (Payment, customer_id, N_ ("Customer"), FIELD_READ_ONLY),
               FIELD_TEXT (Payment, customer_number, N_ ("Customer number"), FIELD_READ_ONLY),
               FIELD_TEXT (Payment, customer_name, N_ ("Customer"), FIELD_READ_ONLY),
               FIELD_TEXT (Payment, branch_name, N_ ("Branch"), FIELD_READ_ONLY),
               FIELD_TEXT (Payment, station_name, N_ ("Station"), FIELD_READ_ONLY),
               FIELD_DATE (Payment, received_on, N_ ("Received on"), FIELD_READ_ONLY),
               FIELD_INSTANT (Payment, received_at, N_ ("Received at"), FIELD_READ_ONLY),
               FIELD_MONEY (Payment, amount_minor, N_ ("Amount"), FIELD_READ_ONLY),
               FIELD_MONEY (Payment, advance_minor, N_ ("To be paid ahead"), FIELD_READ_ONLY),
               FIELD_MONEY (Payment, balance_after_minor, N_ ("Balance after"), FIELD_READ_ONLY),
               FIELD_TEXT (Payment, method_name, N_ ("Payment method"), FIELD_READ_ONLY),
               FIELD_TEXT (Payment, reference, N_ ("Reference"), FIELD_READ_ONLY),
               FIELD_TEXT (Payment, payer, N_ ("Payer"), FIELD_READ_ONLY),
               FIELD_TEXT (Payment, notes, N_ ("Notes"), FIELD_READ_ONLY),
               FIELD_ID (Payment, cancels_id, N_ ("Cancels"), FIELD_READ_ONLY),
               FIELD_TEXT (Payment, cancels_number, N_ ("Cancels receipt"), FIELD_READ_ONLY),
               FIELD_TEXT (Payment, reason, N_ ("Reason"), FIELD_READ_ONLY),
               FIELD_TEXT (Payment, created_by_name, N_ ("Received by"), FIELD_READ_ONLY),
               FIELD_LIST (Payment, tenders, N_ ("Tenders"), payment_tender_record,
                           FIELD_READ_ONLY),
               FIELD_LIST (Payment, allocations, N_ ("Allocations"), allocation_record,
                           FIELD_READ_ONLY));
