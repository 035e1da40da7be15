/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customer classes, customers and their accounts on the wire. */
#pragma once

#include "common/schema/field.h"

G_BEGIN_DECLS

typedef enum {
    CUSTOMER_STATE_LEAD,
    CUSTOMER_STATE_ACTIVE,
    CUSTOMER_STATE_CLOSED,
} CustomerState;
extern const Enumeration customer_state_enum;

typedef enum {
    IDENTITY_KIND_NATIONAL_ID,
    IDENTITY_KIND_PASSPORT,
    IDENTITY_KIND_COMMERCIAL_REGISTER,
    IDENTITY_KIND_RESIDENCE,
} IdentityKind;
extern const Enumeration identity_kind_enum;

/* One vocabulary: class of customer = usage type of price lists. */
typedef struct {
    gint64 id;
    char *code;
    char *name;
    char *name_en;
    gint64 due_days;
    char *receivable_key;
    gint64 default_tariff_id;
    char *default_tariff_name;
    gint64 customers_count;
    gboolean active;
    gint64 version;
} CustomerClass;
RECORD_DECLARE (customer_class, CustomerClass);

/* A person or company. What is owed stands on the accounts. */
typedef struct {
    gint64 id;
    char *number; /* given by the server when it is left out */
    char *name;
    char *name_en;
    gint64 class_id;
    char *class_name;
    gint64 station_id;
    char *station_name;
    int identity_kind;
    char *identity_number;
    char *tax_number;
    char *mobile;
    char *phone;
    char *email;
    char *address;
    char *city;
    char *district;
    gint64 latitude_micro;
    gint64 longitude_micro;
    char *notes;
    int state;
    gint64 balance_minor; /* owed minus paid ahead, over all accounts */
    char *account_number; /* the first account */
    char *meter_number;   /* the first installed meter */
    Instant created_at;
    char *updated_by_name;
    Instant updated_at;
    gint64 version;
} Customer;
RECORD_DECLARE (customer, Customer);

/* What a customer owes for one or more agreements. */
typedef struct {
    gint64 id;
    char *number;
    gint64 customer_id;
    char *customer_number;
    char *customer_name;
    gint64 branch_id;
    gint64 station_id;
    char *station_name;
    gint64 class_id;
    char *class_name;
    int state;
    gboolean billing_hold;
    char *hold_reason;
    gint64 receivable_minor;
    gint64 advance_minor;
    gint64 overdue_minor;
    Date oldest_due_date;
    gint64 last_payment_minor;
    Date last_payment_date;
    gint64 version;
} Account;
RECORD_DECLARE (account, Account);

G_END_DECLS
