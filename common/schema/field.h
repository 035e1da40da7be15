/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables: what is true about a record on the wire, in the database and in a form, said once.
 * A table names, sizes, orders and labels; it never decides. */
#pragma once

#include "common/base/date.h"
#include "common/schema/enumeration.h"

G_BEGIN_DECLS

typedef enum {
    FIELD_KIND_ID,      /* gint64, > 0; 0 = none */
    FIELD_KIND_INTEGER, /* gint64 */
    FIELD_KIND_BOOLEAN, /* gboolean */
    FIELD_KIND_TEXT,    /* char *, owned; NULL = none */
    FIELD_KIND_DATE,    /* Date; DATE_NONE = none */
    FIELD_KIND_INSTANT, /* Instant; INSTANT_NONE = none */
    FIELD_KIND_MONEY,   /* gint64, minor units of the company currency */
    FIELD_KIND_ENERGY,  /* gint64, Wh */
    FIELD_KIND_RATE,    /* gint64, millionths of the main currency unit per kWh */
    FIELD_KIND_PERCENT, /* gint64, basis points */
    FIELD_KIND_ENUM,    /* int, a value of the enumeration; ENUM_NONE = none */
    FIELD_KIND_LIST,    /* GPtrArray * of records with their free function, owned; NULL = empty */
    FIELD_KIND_RECORD,  /* pointer to one record, owned; NULL = none */
    FIELD_KIND_TEXTS,   /* char **, owned string vector; NULL = empty */
} FieldKind;

/* "No value" of the 64-bit kinds (INTEGER, MONEY, ENERGY, RATE, PERCENT). */
#define INT64_NONE G_MININT64
#define ENUM_NONE G_MININT32

typedef enum {
    FIELD_PLAIN = 0,
    FIELD_REQUIRED = 1 << 0,  /* must be sent on create, may not become none */
    FIELD_READ_ONLY = 1 << 1, /* refused when sent */
    FIELD_SECRET = 1 << 2,    /* accepted, never answered, never logged */
    FIELD_FIXED = 1 << 3,     /* may be set on create only */
    FIELD_OPTIONAL = 1 << 4,  /* a number, date or choice that may be none (null on the wire) */
    FIELD_LONG = 1 << 5,      /* a text of several lines */
} FieldFlags;

typedef struct Record Record;

typedef struct {
    const char *name;  /* struct member = wire name = column */
    const char *label; /* message id */
    FieldKind kind;
    FieldFlags flags;
    gsize offset;
    const Enumeration *enumeration; /* ENUM */
    const Record *record;           /* LIST and RECORD */
} Field;

struct Record {
    const char *name; /* "customer": the schema's name in the OpenAPI document */
    gsize size;
    const Field *fields;
    guint n_fields;
    GDestroyNotify destroy; /* frees one; what a list of them is made with */
};

/* Chooses a constant by the type of a member; any other type is a compile error. */
#define FIELD_CHECKED(Type, member, ctype)                                                         \
    (offsetof (Type, member) + 0 * sizeof (_Generic(((Type *)0)->member, ctype : 1)))

#define FIELD_MAKE(Type, member, ctype, kind_, label_, flags_)                                     \
    {                                                                                              \
        .name = #member, .label = label_, .kind = kind_, .flags = flags_,                          \
        .offset = FIELD_CHECKED (Type, member, ctype)                                              \
    }

#define FIELD_ID(T, m, label, flags) FIELD_MAKE (T, m, gint64, FIELD_KIND_ID, label, flags)
#define FIELD_INTEGER(T, m, label, flags)                                                          \
    FIELD_MAKE (T, m, gint64, FIELD_KIND_INTEGER, label, flags)
#define FIELD_BOOLEAN(T, m, label, flags)                                                          \
    FIELD_MAKE (T, m, gboolean, FIELD_KIND_BOOLEAN, label, flags)
#define FIELD_TEXT(T, m, label, flags) FIELD_MAKE (T, m, char *, FIELD_KIND_TEXT, label, flags)
#define FIELD_DATE(T, m, label, flags) FIELD_MAKE (T, m, Date, FIELD_KIND_DATE, label, flags)
#define FIELD_INSTANT(T, m, label, flags)                                                          \
    FIELD_MAKE (T, m, Instant, FIELD_KIND_INSTANT, label, flags)
#define FIELD_MONEY(T, m, label, flags) FIELD_MAKE (T, m, gint64, FIELD_KIND_MONEY, label, flags)
#define FIELD_ENERGY(T, m, label, flags) FIELD_MAKE (T, m, gint64, FIELD_KIND_ENERGY, label, flags)
#define FIELD_RATE(T, m, label, flags) FIELD_MAKE (T, m, gint64, FIELD_KIND_RATE, label, flags)
#define FIELD_PERCENT(T, m, label, flags)                                                          \
    FIELD_MAKE (T, m, gint64, FIELD_KIND_PERCENT, label, flags)
#define FIELD_TEXTS(T, m, label, flags) FIELD_MAKE (T, m, char **, FIELD_KIND_TEXTS, label, flags)

#define FIELD_ENUM(T, m, label_, enumeration_, flags_)                                             \
    {                                                                                              \
        .name = #m, .label = label_, .kind = FIELD_KIND_ENUM, .flags = flags_,                     \
        .offset = FIELD_CHECKED (T, m, int), .enumeration = &enumeration_                          \
    }
#define FIELD_LIST(T, m, label_, record_, flags_)                                                  \
    {                                                                                              \
        .name = #m, .label = label_, .kind = FIELD_KIND_LIST, .flags = flags_,                     \
        .offset = FIELD_CHECKED (T, m, GPtrArray *), .record = &record_                            \
    }
/* The member may be a pointer to any record struct. */
#define FIELD_RECORD(T, m, label_, record_, flags_)                                                \
    {                                                                                              \
        .name = #m, .label = label_, .kind = FIELD_KIND_RECORD, .flags = flags_,                   \
        .offset = offsetof (T, m), .record = &record_                                              \
    }

/* In a header: the record's table, its free function and autoptr. */
#define RECORD_DECLARE(symbol, Type)                                                               \
    extern const Record symbol##_record;                                                           \
    Type *symbol##_new (void);                                                                     \
    void symbol##_free (Type *self);                                                               \
    G_DEFINE_AUTOPTR_CLEANUP_FUNC (Type, symbol##_free)

/* In a source file that includes the header, with the fields behind. */
#define RECORD_DEFINE(symbol, Type, ...)                                                           \
    static const Field symbol##_fields[] = { __VA_ARGS__ };                                        \
    const Record symbol##_record = { #symbol, sizeof (Type), symbol##_fields,                      \
                                     G_N_ELEMENTS (symbol##_fields),                               \
                                     (GDestroyNotify)symbol##_free };                              \
    Type *symbol##_new (void)                                                                      \
    {                                                                                              \
        return record_new (&symbol##_record);                                                      \
    }                                                                                              \
    void symbol##_free (Type *self)                                                                \
    {                                                                                              \
        record_free (&symbol##_record, self);                                                      \
    }

/* The field of this name, or NULL. */
const Field *record_find_field (const Record *record, const char *name);

/* A record with every member at "none" (0 for ids, FALSE, NULL, DATE_NONE, INT64_NONE when the
 * field is OPTIONAL and 0 otherwise, the first value of an enumeration unless OPTIONAL). */
gpointer record_new (const Record *record);
void record_free (const Record *record, gpointer data);
gpointer record_copy (const Record *record, gconstpointer data);
gboolean record_equal (const Record *record, gconstpointer a, gconstpointer b);

/* The member itself, as an lvalue, for shared pieces that know its C type. */
#define FIELD_MEMBER(data, field, ctype) (*(ctype *)((char *)(data) + (field)->offset))

/* Members by field, for shared pieces; the kinds must fit.  field_set_none() is what record_new()
 * does, so a number that is not OPTIONAL becomes 0 and is never none; an empty text or list is. */
/* Any number, date, enumeration or boolean. */
gint64 field_get_int64 (const Field *field, gconstpointer data);
const char *field_get_text (const Field *field, gconstpointer data);
gboolean field_is_none (const Field *field, gconstpointer data);
void field_set_int64 (const Field *field, gpointer data, gint64 value);
void field_set_text (const Field *field, gpointer data, const char *value);
void field_set_none (const Field *field, gpointer data);
void field_copy (const Field *field, gpointer to, gconstpointer from);
gboolean field_equal (const Field *field, gconstpointer a, gconstpointer b);

G_END_DECLS
