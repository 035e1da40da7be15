/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tariff document in the hands of a person. */
#include "client/pages/tariffs/document-editor.h"

#include "client/pages/tariffs/document-view.h"
#include "client/pages/tariffs/tariff-terms.h"
#include "client/widgets/form.h"
#include "client/widgets/pieces.h"
#include "common/base/quantity.h"
#include "common/schema/json.h"

enum { VIEW_PRICES, VIEW_CHARGES, VIEW_EXTRAS, VIEW_CASES, N_VIEWS };

struct _SirajDocumentEditor {
    GtkWidget parent_instance;
    SirajApi *api;
    GtkWidget *stack;
    DocumentView views[N_VIEWS];
    guint refilling; /* source */
    GtkWidget *form;
    GtkWidget *json;
    JsonNode *document;
    gboolean editable;
    gboolean filling;
    gboolean json_typed; /* the JSON view is ahead of the tree */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (SirajDocumentEditor, document_editor, GTK_TYPE_WIDGET)

static const FormField term_fields[] = {
    { "name" },        { "decision" },   { "valid_from" },    { "valid_to" },
    { "limit_basis" }, { "basis_days" }, { "minimum_minor" }, { "maximum_minor" },
};
static const FormField reckoning_fields[] = {
    { "rounding_policy" },
    { "rounding" },
    { "rounding_unit_minor" },
    { "tax_policy" },
};
static const FormSection sections[] = {
    { N_ ("Validity and limits"), 2, FORM_OPEN, FORM_FIELDS (term_fields) },
    { N_ ("Rounding and tax"), 2, FORM_OPEN, FORM_FIELDS (reckoning_fields) },
};
static const FormLayout layout = { sections, G_N_ELEMENTS (sections) };

static JsonObject *
root_of (SirajDocumentEditor *self)
{
    return json_node_get_object (self->document);
}

/* The JSON view */

static char *
print_document (SirajDocumentEditor *self)
{
    g_autoptr (JsonGenerator) generator = json_generator_new ();

    json_generator_set_pretty (generator, TRUE);
    json_generator_set_root (generator, self->document);
    return json_generator_to_data (generator, NULL);
}

static void
show_json (SirajDocumentEditor *self)
{
    g_autofree char *text = print_document (self);

    self->filling = TRUE;
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->json)), text, -1);
    self->filling = FALSE;
    self->json_typed = FALSE;
}

static void
tell_changed (SirajDocumentEditor *self)
{
    if (self->filling)
        return;
    show_json (self);
    g_signal_emit (self, changed_signal, 0);
}

static void
json_changed (SirajDocumentEditor *self)
{
    if (self->filling)
        return;
    self->json_typed = TRUE;
    g_signal_emit (self, changed_signal, 0);
}

/* Grids */

static void
clear_box (GtkWidget *box)
{
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child (box)) != NULL)
        gtk_box_remove (GTK_BOX (box), child);
}

static void (*const fillers[N_VIEWS]) (DocumentView *view) = {
    [VIEW_PRICES] = document_fill_prices,
    [VIEW_CHARGES] = document_fill_charges,
    [VIEW_EXTRAS] = document_fill_extras,
    [VIEW_CASES] = document_fill_cases,
};

static void
fill_view (SirajDocumentEditor *self, DocumentView *view)
{
    clear_box (view->box);
    view->root = root_of (self);
    view->editable = self->editable;
    fillers[view - self->views](view);
}

static void
fill_terms (SirajDocumentEditor *self)
{
    g_autoptr (TariffTerms) terms = tariff_terms_new ();

    json_read_record (root_of (self), &tariff_terms_record, JSON_IN_ANSWER, terms, NULL);
    form_load (SIRAJ_FORM (self->form), terms);
    form_set_read_only (SIRAJ_FORM (self->form), !self->editable);
}

static void
terms_edited (SirajForm *form, const char *name, gpointer user_data)
{
    SirajDocumentEditor *self = user_data;

    if (self->filling || self->document == NULL)
        return;
    tariff_terms_store (form_get_data (form), root_of (self));
    tell_changed (self);
}

static void
fill (SirajDocumentEditor *self)
{
    self->filling = TRUE;
    for (guint i = 0; i < N_VIEWS; i++)
        fill_view (self, &self->views[i]);
    fill_terms (self);
    self->filling = FALSE;
}

/* The button that asked is still at work when a part comes or goes. */
static gboolean
refill (gpointer user_data)
{
    SirajDocumentEditor *self = user_data;

    self->refilling = 0;
    self->filling = TRUE;
    for (guint i = 0; i < N_VIEWS; i++)
        fill_view (self, &self->views[i]);
    self->filling = FALSE;
    tell_changed (self);
    return G_SOURCE_REMOVE;
}

static void
reshaped (gpointer owner)
{
    SirajDocumentEditor *self = owner;

    if (self->refilling == 0)
        self->refilling = g_idle_add (refill, self);
}

static void
value_changed (gpointer owner)
{
    tell_changed (owner);
}

/* "document.components[0].name", or the same without its first word. */
gboolean
document_editor_show_fault (SirajDocumentEditor *self, const GError *error)
{
    const char *path = refusal_field (error);

    if (path == NULL || self->document == NULL)
        return FALSE;
    if (g_str_has_prefix (path, "document."))
        path += strlen ("document.");
    for (guint i = 0; i < N_VIEWS; i++)
        if (document_view_show_fault (&self->views[i], path, error->message)) {
            gtk_stack_set_visible_child_name (GTK_STACK (self->stack), self->views[i].name);
            return TRUE;
        }
    return FALSE;
}

/* Loading */

static gboolean
take_text (SirajDocumentEditor *self, const char *text, GError **error)
{
    JsonNode *node = json_parse (text, strlen (text), error);

    if (node == NULL)
        return FALSE;
    if (!JSON_NODE_HOLDS_OBJECT (node)) {
        json_node_unref (node);
        return refuse (error, SIRAJ_ERROR_MALFORMED, "document",
                       "A tariff document is a JSON object in braces.");
    }
    g_clear_pointer (&self->document, json_node_unref);
    self->document = node;
    return TRUE;
}

gboolean
document_editor_load (SirajDocumentEditor *self, const char *text, GError **error)
{
    if (!take_text (self, text, error))
        return FALSE;
    fill (self);
    show_json (self);
    return TRUE;
}

static char *
typed_json (SirajDocumentEditor *self)
{
    GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->json));
    GtkTextIter start, end;

    gtk_text_buffer_get_bounds (buffer, &start, &end);
    return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

char *
document_editor_dup (SirajDocumentEditor *self, GError **error)
{
    g_autofree char *typed = NULL;

    if (self->json_typed) {
        typed = typed_json (self);
        if (!take_text (self, typed, error))
            return NULL;
    }
    return json_to_string (self->document, FALSE);
}

/* The columns of the cases follow what is priced now. */
static void
follow_prices (SirajDocumentEditor *self)
{
    self->filling = TRUE;
    fill_view (self, &self->views[VIEW_CASES]);
    self->filling = FALSE;
}

/* Leaving the JSON view brings the grids up to what was typed there. */
static void
view_changed (SirajDocumentEditor *self)
{
    const char *name = gtk_stack_get_visible_child_name (GTK_STACK (self->stack));
    g_autofree char *typed = NULL;

    if (self->document == NULL || g_strcmp0 (name, "json") == 0)
        return;
    if (!self->json_typed) {
        if (g_strcmp0 (name, self->views[VIEW_CASES].name) == 0)
            follow_prices (self);
        return;
    }
    typed = typed_json (self);
    if (take_text (self, typed, NULL)) {
        fill (self);
        self->json_typed = FALSE;
    } else {
        gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "json");
    }
}

void
document_editor_set_editable (SirajDocumentEditor *self, gboolean editable)
{
    self->editable = editable;
    gtk_text_view_set_editable (GTK_TEXT_VIEW (self->json), editable);
    if (self->document != NULL)
        fill (self);
}

/* Class */

static GtkWidget *
add_view (SirajDocumentEditor *self, const char *name, const char *title, GtkWidget *child)
{
    GtkWidget *scrolled = gtk_scrolled_window_new ();

    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), child);
    gtk_stack_add_titled (GTK_STACK (self->stack), scrolled, name, title);
    return child;
}

static GtkWidget *
view_box (void)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

    gtk_widget_add_css_class (box, "form");
    return box;
}

static void
make_view (SirajDocumentEditor *self, guint i, const char *name, const char *title)
{
    self->views[i] = (DocumentView) {
        .box = add_view (self, name, title, view_box ()),
        .name = name,
        .changed = value_changed,
        .reshaped = reshaped,
        .owner = self,
    };
}

static void
document_editor_dispose (GObject *object)
{
    SirajDocumentEditor *self = SIRAJ_DOCUMENT_EDITOR (object);

    g_clear_handle_id (&self->refilling, g_source_remove);
    widget_drop_children (GTK_WIDGET (self));
    g_clear_pointer (&self->document, json_node_unref);
    g_clear_object (&self->api);
    G_OBJECT_CLASS (document_editor_parent_class)->dispose (object);
}

static void
document_editor_class_init (SirajDocumentEditorClass *class)
{
    G_OBJECT_CLASS (class)->dispose = document_editor_dispose;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
    changed_signal = g_signal_new ("changed", SIRAJ_TYPE_DOCUMENT_EDITOR, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
document_editor_init (SirajDocumentEditor *self)
{
}

GtkWidget *
document_editor_new (SirajApi *api)
{
    SirajDocumentEditor *self = g_object_new (SIRAJ_TYPE_DOCUMENT_EDITOR, NULL);
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *switcher = gtk_stack_switcher_new ();
    GtkWidget *tabs = gtk_scrolled_window_new (); /* large text may not widen the window */

    self->api = g_object_ref (api);
    self->stack = gtk_stack_new ();
    gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), GTK_STACK (self->stack));
    gtk_widget_set_halign (switcher, GTK_ALIGN_START);
    gtk_widget_add_css_class (switcher, "card-tabs");
    gtk_widget_add_css_class (switcher, "narrow");
    gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (tabs), GTK_POLICY_AUTOMATIC,
                                    GTK_POLICY_NEVER);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (tabs), switcher);
    make_view (self, VIEW_PRICES, "prices", tr ("Prices"));
    make_view (self, VIEW_CHARGES, "charges", tr ("Charges"));
    make_view (self, VIEW_EXTRAS, "extras", tr ("Conditions and extras"));
    self->form =
        add_view (self, "terms", tr ("Terms"), form_new (&tariff_terms_record, &layout, api));
    make_view (self, VIEW_CASES, "cases", tr ("Golden cases"));
    self->json = add_view (self, "json", tr ("Document"), gtk_text_view_new ());
    gtk_text_view_set_monospace (GTK_TEXT_VIEW (self->json), TRUE);
    gtk_widget_set_direction (self->json, GTK_TEXT_DIR_LTR);
    widget_set_accessible_name (self->json, tr ("Document"));
    gtk_widget_set_vexpand (self->stack, TRUE);
    gtk_box_append (GTK_BOX (box), tabs);
    gtk_box_append (GTK_BOX (box), self->stack);
    gtk_widget_set_parent (box, GTK_WIDGET (self));
    g_signal_connect (self->form, "edited", G_CALLBACK (terms_edited), self);
    g_signal_connect_swapped (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->json)), "changed",
                              G_CALLBACK (json_changed), self);
    g_signal_connect_swapped (self->stack, "notify::visible-child", G_CALLBACK (view_changed),
                              self);
    return GTK_WIDGET (self);
}
