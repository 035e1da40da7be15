/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills pages from top to bottom: breaks, tables, label and value panels. */
#pragma once

#include "common/documents/pen.h"

G_BEGIN_DECLS

typedef struct Flow Flow;

/* Puts the heading of a new page at flow->y and moves flow->y below it. */
typedef void (*FlowPageHead) (Flow *flow, gconstpointer document);

struct Flow {
    Pen *pen;
    double x;     /* of the text area, from the starting edge */
    double width; /* of the text area */
    double y;     /* where the next thing goes */
    double top;
    double bottom; /* last y before the footer */
    FlowPageHead page_head;
    gconstpointer document;
};

/* Begins a page and its heading. */
void flow_new_page (Flow *self);
/* Begins a new page unless @height fits; TRUE when it did. */
gboolean flow_need (Flow *self, double height);
/* A column beside another: it breaks no page, its room is asked for before. */
Flow flow_column (const Flow *self, double x, double width);
/* Text over the whole width, and the space after it. */
void flow_text (Flow *self, const char *text, const TextStyle *style, double space_after);

/* The same, line by line, so that a long text goes on over the page break. */
void flow_paragraphs (Flow *self, const char *text, const TextStyle *style, double space_after);

typedef struct {
    const char *title; /* message id */
    double width;      /* points; 0 for the one column that takes what is left */
    Align align;
} TableColumn;

#define TABLE_MAX_COLUMNS 10

typedef struct {
    const TableColumn *columns;
    guint n_columns;
    double size_pt;
} Table;

/* The heading line; repeated by table_row() after a page break. */
void table_head (Flow *flow, const Table *table);
/* @cells: one text for each column, NULL for empty; cells wrap and the row grows. */
void table_row (Flow *flow, const Table *table, char *const *cells, gboolean bold);
/* A bold row on grey, for a sum; it does not break the page. */
void table_row_filled (Flow *flow, const Table *table, char *const *cells);

typedef struct {
    const char *label; /* message id */
    char *value;       /* owned, isolated where it is a number; NULL or "" leaves the line out */
} LabelValue;

/* Lines of label and value in a column of @box.width; frees the values; answers the height. */
double pen_label_values (Pen *pen, LabelValue *lines, guint n_lines, double label_width, Box box);

G_END_DECLS
