/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One record in a tab: loads it, edits it with a form, saves it under its version, and tells who
 * changed what when somebody was faster. */
#pragma once

#include "client/shell/page.h"
#include "client/widgets/form.h"

G_BEGIN_DECLS

typedef struct {
    const char *title_new;    /* message id: "New customer" */
    const char *title_member; /* member that names the record in its tab: "name" */
    const char *icon_name;
    const char *path; /* GET and PATCH path/{id}, POST path */
    const Record *record;
    const FormLayout *layout;
    const char *write_permission;
    const char *list; /* page whose rows these are: it loads again after saving */
    gboolean single;  /* the only one of its kind: GET and PATCH of the path itself */
} FormPageSpec;

#define SIRAJ_TYPE_FORM_PAGE (form_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (SirajFormPage, form_page, SIRAJ, FORM_PAGE, SirajPage)

struct _SirajFormPageClass {
    SirajPageClass parent_class;
    void (*loaded) (SirajFormPage *self, gconstpointer data); /* the record came, or came again */
};

/* Signal "loaded" (gpointer data): the record is here, also after each save.  @spec lives as long
 * as the program; context->location->id 0 makes a new record. */
SirajPage *form_page_new (const PageContext *context, const FormPageSpec *spec);
/* For subclasses, after g_object_new(). */
void form_page_setup (SirajFormPage *self, const PageContext *context, const FormPageSpec *spec);

SirajForm *form_page_get_form (SirajFormPage *self);
/* The record as the server has it, borrowed; NULL while it loads and for a new one. */
gconstpointer form_page_get_data (SirajFormPage *self);
gint64 form_page_get_version (SirajFormPage *self);

/* A card: what stands above the form's tabs, more tabs beside the form, buttons beside Save. */
void form_page_set_header (SirajFormPage *self, GtkWidget *header);
/* The first screen of a card, before the form's tab. */
void form_page_set_overview (SirajFormPage *self, GtkWidget *child);
/* Beside the form's tab, on the far side: what follows from what is typed. */
void form_page_set_side (SirajFormPage *self, GtkWidget *side);
void form_page_add_tab (SirajFormPage *self, const char *title_msgid, GtkWidget *child);
GtkWidget *form_page_add_button (SirajFormPage *self, const char *label, const char *permission,
                                 GCallback clicked);
/* A new record starts with these members (copied). */
void form_page_set_initial (SirajFormPage *self, gconstpointer data);

G_END_DECLS
