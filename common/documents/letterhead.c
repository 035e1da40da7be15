/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Head and foot of A4 and A5 documents. */
#include "common/documents/letterhead.h"

#include "common/base/language.h"

#define LOGO_SIZE 48.0
#define TITLE_SHARE 0.42
#define FOOT_SIZE_PT 7.5
#define STAMP_SIZE_PT 80
#define FOOT_GRAY 0.2
/* From flow->bottom to the footer: the rule, printed by and the page. */
#define FOOT_TEXT_Y 20.0

const char *
letterhead_mark (const DocumentHeader *header)
{
    if (header->is_cancelled)
        return tr (N_ ("Cancelled"));
    return header->is_copy ? tr (N_ ("Duplicate")) : NULL;
}

static char *
contact (const char *label, const char *value)
{
    if (value == NULL || value[0] == '\0')
        return NULL;
    g_autofree char *isolated = print_code (value);
    return g_strdup_printf ("%s: %s", label, isolated);
}

char *
letterhead_contacts (const DocumentHeader *header, const char *separator)
{
    g_autofree char *phone = contact (tr ("Phone"), header->company_phone);
    g_autofree char *tax_number = contact (tr ("Tax number"), header->company_tax_number);
    if (phone == NULL)
        return g_steal_pointer (&tax_number);
    if (tax_number == NULL)
        return g_steal_pointer (&phone);
    return g_strconcat (phone, separator, tax_number, NULL);
}

static double
draw_company (Flow *flow, const DocumentHeader *header)
{
    const TextStyle name_style = { .size_pt = 15, .bold = TRUE };
    const TextStyle line_style = { .size_pt = 8.5 };
    double x = flow->x;
    double y = flow->y;
    if (pen_image (flow->pen, header->logo_png, (Box) { x, y, LOGO_SIZE, LOGO_SIZE }))
        x += LOGO_SIZE + 8;
    double width = flow->x + flow->width * (1 - TITLE_SHARE) - x;
    y += pen_text (flow->pen, header->company_name, &name_style, (Box) { x, y, width, 0 });
    y += pen_text (flow->pen, header->company_address, &line_style, (Box) { x, y, width, 0 });
    g_autofree char *contacts = letterhead_contacts (header, "  ·  ");
    y += pen_text (flow->pen, contacts, &line_style, (Box) { x, y, width, 0 });
    gboolean has_logo = x > flow->x;
    return MAX (y - flow->y, has_logo ? LOGO_SIZE : 0);
}

/* White letters would not survive a bad printer: the mark is black in a frame. */
static double
draw_mark (Pen *pen, const char *mark, Box box)
{
    const TextStyle style = { .size_pt = 11, .bold = TRUE, .align = ALIGN_CENTER };
    double height = pen_text (pen, mark, &style, (Box) { box.x, box.y + 1, box.width, 0 });
    pen_frame (pen, (Box) { box.x, box.y, box.width, height + 2 }, 1.2);
    return height + 2;
}

static double
draw_title (Flow *flow, const DocumentHeader *header, const char *title)
{
    const TextStyle title_style = { .size_pt = 17, .bold = TRUE, .align = ALIGN_END };
    const TextStyle number_style = { .size_pt = 10.5, .bold = TRUE, .align = ALIGN_END };
    double width = flow->width * TITLE_SHARE;
    double x = flow->x + flow->width - width;
    double y = flow->y - 2;
    y += pen_text (flow->pen, title, &title_style, (Box) { x, y, width, 0 });
    g_autofree char *number = print_code (header->number);
    g_autofree char *line = g_strdup_printf ("%s %s", tr ("No."), number);
    y += pen_text (flow->pen, line, &number_style, (Box) { x, y, width, 0 });
    const char *mark = letterhead_mark (header);
    if (mark != NULL) {
        double mark_width = 64;
        Box box = { flow->x + flow->width - mark_width, y + 2, mark_width, 0 };
        y += 4 + draw_mark (flow->pen, mark, box);
    }
    return y - flow->y;
}

void
letterhead_full (Flow *flow, const DocumentHeader *header, const char *title)
{
    double company_height = draw_company (flow, header);
    double title_height = draw_title (flow, header, title);
    flow->y += MAX (company_height, title_height) + 5;
    pen_line (flow->pen, (Box) { flow->x, flow->y, flow->width, 0 }, 1.6);
    flow->y += 8;
}

void
letterhead_short (Flow *flow, const DocumentHeader *header, const char *title, const char *subject)
{
    const TextStyle start = { .size_pt = 9, .bold = TRUE };
    const TextStyle end = { .size_pt = 9, .bold = TRUE, .align = ALIGN_END };
    const char *mark = letterhead_mark (header);
    g_autofree char *number = print_code (header->number);
    g_autofree char *right = g_strdup_printf ("%s  ·  %s", header->company_name, subject);
    g_autofree char *left = g_strdup_printf ("%s %s%s%s", title, number,
                                             mark != NULL ? "  ·  " : "", mark != NULL ? mark : "");
    double half = flow->width / 2;
    double a = pen_text (flow->pen, right, &start, (Box) { flow->x, flow->y, half, 0 });
    double b = pen_text (flow->pen, left, &end, (Box) { flow->x + half, flow->y, half, 0 });
    flow->y += MAX (a, b) + 3;
    pen_line (flow->pen, (Box) { flow->x, flow->y, flow->width, 0 }, 1.0);
    flow->y += 8;
}

char *
letterhead_printed (const DocumentHeader *header)
{
    g_autoptr (GString) out = g_string_new (NULL);
    if (header->branch != NULL)
        g_string_append_printf (out, "%s: %s  ·  ", tr ("Branch"), header->branch);
    g_autofree char *user = print_name (header->printed_by);
    g_autofree char *when = print_instant (header->printed_at, (int)header->utc_offset_minutes);
    g_string_append_printf (out, tr ("Printed by %s at %s"), user, when);
    return g_string_free (g_steal_pointer (&out), FALSE);
}

double
letterhead_foot_height (Pen *pen, const DocumentHeader *header, double width)
{
    const TextStyle style = { .size_pt = FOOT_SIZE_PT, .align = ALIGN_CENTER };
    if (header->footer == NULL || header->footer[0] == '\0')
        return FOOT_TEXT_Y;
    g_autoptr (PangoLayout) layout = pen_layout (pen, header->footer, &style, width);
    return FOOT_TEXT_Y + pen_layout_height (layout);
}

void
letterhead_feet (Flow *flow, const DocumentHeader *header)
{
    const TextStyle start = { .size_pt = FOOT_SIZE_PT, .gray = FOOT_GRAY };
    const TextStyle end = { .size_pt = FOOT_SIZE_PT, .gray = FOOT_GRAY, .align = ALIGN_END };
    const TextStyle middle = { .size_pt = FOOT_SIZE_PT, .gray = FOOT_GRAY, .align = ALIGN_CENTER };
    g_autofree char *printed = letterhead_printed (header);
    guint n_pages = sheet_n_pages (pen_sheet (flow->pen));
    double y = flow->bottom + 6;
    double page_width = 90;
    for (guint page = 0; page < n_pages; page++) {
        pen_set_page (flow->pen, page);
        pen_line (flow->pen, (Box) { flow->x, y, flow->width, 0 }, 0.5);
        g_autofree char *numbers = g_strdup_printf (tr ("Page %u of %u"), page + 1, n_pages);
        pen_text (flow->pen, printed, &start,
                  (Box) { flow->x, y + 2, flow->width - page_width, 0 });
        pen_text (flow->pen, numbers, &end,
                  (Box) { flow->x + flow->width - page_width, y + 2, page_width, 0 });
        pen_text (flow->pen, header->footer, &middle,
                  (Box) { flow->x, y + FOOT_TEXT_Y - 6, flow->width, 0 });
        if (header->is_cancelled)
            pen_stamp (flow->pen, letterhead_mark (header), STAMP_SIZE_PT);
    }
}
