/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in a tab.  A page knows no window: it tells what it wants by signals. */
#include "client/shell/page.h"

typedef struct {
    SirajSession *session;
    SirajSettings *settings;
    PageLocation *location;
    char *title;
    char *icon_name;
    gboolean dirty;
    gboolean busy;
    GCancellable *cancellable;
} SirajPagePrivate;

enum { PROP_TITLE = 1, PROP_ICON_NAME, PROP_DIRTY, PROP_BUSY, N_PROPS };
enum { OPEN, CLOSE, TOAST, CHANGED, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SirajPage, page, GTK_TYPE_BOX)

#define PRIVATE(self) ((SirajPagePrivate *)page_get_instance_private (self))

/* Locations */

PageLocation *
page_location_copy (const PageLocation *location)
{
    PageLocation *copy = g_new0 (PageLocation, 1);

    copy->page = g_strdup (location->page);
    copy->id = location->id;
    copy->query = g_strdup (location->query);
    return copy;
}

void
page_location_free (PageLocation *location)
{
    g_free ((char *)location->page);
    g_free ((char *)location->query);
    g_free (location);
}

gboolean
page_location_equal (const PageLocation *a, const PageLocation *b)
{
    return g_str_equal (a->page, b->page) && a->id == b->id && g_strcmp0 (a->query, b->query) == 0;
}

char *
page_location_format (const PageLocation *location)
{
    GString *text = g_string_new (location->page);

    if (location->id != 0)
        g_string_append_printf (text, "/%" G_GINT64_FORMAT, location->id);
    if (location->query != NULL)
        g_string_append_printf (text, "?%s", location->query);
    return g_string_free (text, FALSE);
}

PageLocation *
page_location_parse (const char *text)
{
    g_auto (GStrv) halves = g_strsplit (text, "?", 2);
    g_auto (GStrv) parts = halves[0] != NULL ? g_strsplit (halves[0], "/", 2) : NULL;
    guint64 id = 0;

    if (parts == NULL || parts[0] == NULL || *parts[0] == '\0')
        return NULL;
    if (parts[1] != NULL && !g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXINT64, &id, NULL))
        return NULL;
    return page_location_copy (&(PageLocation) { parts[0], (gint64)id, halves[1] });
}

/* Properties */

void
page_set_title (SirajPage *self, const char *title)
{
    SirajPagePrivate *private = PRIVATE (self);

    if (g_strcmp0 (private->title, title) == 0)
        return;
    g_free (private->title);
    private->title = g_strdup (title);
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

const char *
page_get_title (SirajPage *self)
{
    return PRIVATE (self)->title;
}

const char *
page_get_icon_name (SirajPage *self)
{
    return PRIVATE (self)->icon_name;
}

void
page_set_dirty (SirajPage *self, gboolean dirty)
{
    if (PRIVATE (self)->dirty == dirty)
        return;
    PRIVATE (self)->dirty = dirty;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DIRTY]);
}

gboolean
page_is_dirty (SirajPage *self)
{
    return PRIVATE (self)->dirty;
}

void
page_set_busy (SirajPage *self, gboolean busy)
{
    if (PRIVATE (self)->busy == busy)
        return;
    PRIVATE (self)->busy = busy;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

gboolean
page_is_busy (SirajPage *self)
{
    return PRIVATE (self)->busy;
}

void
page_set_id (SirajPage *self, gint64 id)
{
    PRIVATE (self)->location->id = id;
}

SirajSession *
page_get_session (SirajPage *self)
{
    return PRIVATE (self)->session;
}

SirajApi *
page_get_api (SirajPage *self)
{
    return client_session_get_api (PRIVATE (self)->session);
}

SirajSettings *
page_get_settings (SirajPage *self)
{
    return PRIVATE (self)->settings;
}

const PageLocation *
page_get_location (SirajPage *self)
{
    return PRIVATE (self)->location;
}

GCancellable *
page_get_cancellable (SirajPage *self)
{
    return PRIVATE (self)->cancellable;
}

/* Wishes */

void
page_open (SirajPage *self, const PageLocation *where)
{
    g_signal_emit (self, signals[OPEN], 0, where);
}

void
page_open_id (SirajPage *self, const char *page, gint64 id)
{
    page_open (self, &(PageLocation) { page, id, NULL });
}

void
page_close (SirajPage *self)
{
    g_signal_emit (self, signals[CLOSE], 0);
}

void
page_tell_changed (SirajPage *self, const char *page)
{
    g_signal_emit (self, signals[CHANGED], 0, page);
}

void
page_toast (SirajPage *self, const char *text)
{
    g_signal_emit (self, signals[TOAST], 0, text);
}

void
page_report (SirajPage *self, const GError *error)
{
    if (error->domain != G_IO_ERROR || error->code != G_IO_ERROR_CANCELLED)
        page_toast (self, error->message);
}

/* Keys */

void
page_shown (SirajPage *self)
{
    if (SIRAJ_PAGE_GET_CLASS (self)->shown != NULL)
        SIRAJ_PAGE_GET_CLASS (self)->shown (self);
}

void
page_refresh (SirajPage *self)
{
    if (SIRAJ_PAGE_GET_CLASS (self)->refresh != NULL)
        SIRAJ_PAGE_GET_CLASS (self)->refresh (self);
}

void
page_find (SirajPage *self)
{
    if (SIRAJ_PAGE_GET_CLASS (self)->find != NULL)
        SIRAJ_PAGE_GET_CLASS (self)->find (self);
}

void
page_create (SirajPage *self)
{
    if (SIRAJ_PAGE_GET_CLASS (self)->create != NULL)
        SIRAJ_PAGE_GET_CLASS (self)->create (self);
}

void
page_save (SirajPage *self)
{
    if (SIRAJ_PAGE_GET_CLASS (self)->save != NULL)
        SIRAJ_PAGE_GET_CLASS (self)->save (self);
}

gboolean
page_escape (SirajPage *self)
{
    return SIRAJ_PAGE_GET_CLASS (self)->escape != NULL &&
           SIRAJ_PAGE_GET_CLASS (self)->escape (self);
}

void
page_print (SirajPage *self)
{
    if (SIRAJ_PAGE_GET_CLASS (self)->print != NULL)
        SIRAJ_PAGE_GET_CLASS (self)->print (self);
}

void
page_changed_elsewhere (SirajPage *self, const char *page)
{
    if (SIRAJ_PAGE_GET_CLASS (self)->told != NULL)
        SIRAJ_PAGE_GET_CLASS (self)->told (self, page);
}

/* Class */

static void
page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    SirajPagePrivate *private = PRIVATE (SIRAJ_PAGE (object));

    switch (id) {
    case PROP_TITLE:
        g_value_set_string (value, private->title);
        break;
    case PROP_ICON_NAME:
        g_value_set_string (value, private->icon_name);
        break;
    case PROP_DIRTY:
        g_value_set_boolean (value, private->dirty);
        break;
    case PROP_BUSY:
        g_value_set_boolean (value, private->busy);
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
page_dispose (GObject *object)
{
    g_cancellable_cancel (PRIVATE (SIRAJ_PAGE (object))->cancellable);
    G_OBJECT_CLASS (page_parent_class)->dispose (object);
}

static void
page_finalize (GObject *object)
{
    SirajPagePrivate *private = PRIVATE (SIRAJ_PAGE (object));

    g_clear_object (&private->session);
    g_clear_object (&private->settings);
    g_clear_pointer (&private->location, page_location_free);
    g_object_unref (private->cancellable);
    g_free (private->title);
    g_free (private->icon_name);
    G_OBJECT_CLASS (page_parent_class)->finalize (object);
}

static void
page_class_init (SirajPageClass *class)
{
    GObjectClass *object_class = G_OBJECT_CLASS (class);
    GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

    object_class->get_property = page_get_property;
    object_class->dispose = page_dispose;
    object_class->finalize = page_finalize;
    props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, readable);
    props[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, readable);
    props[PROP_DIRTY] = g_param_spec_boolean ("dirty", NULL, NULL, FALSE, readable);
    props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, readable);
    g_object_class_install_properties (object_class, N_PROPS, props);
    signals[OPEN] = g_signal_new ("open", SIRAJ_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_POINTER);
    signals[CLOSE] = g_signal_new ("close", SIRAJ_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
    signals[TOAST] = g_signal_new ("toast", SIRAJ_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
    signals[CHANGED] = g_signal_new ("changed", SIRAJ_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
page_init (SirajPage *self)
{
    PRIVATE (self)->cancellable = g_cancellable_new ();
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
}

void
page_setup (SirajPage *self, const PageContext *context, const char *title, const char *icon_name)
{
    SirajPagePrivate *private = PRIVATE (self);

    private->session = g_object_ref (context->session);
    private->settings = g_object_ref (context->settings);
    private->location = page_location_copy (context->location);
    private->icon_name = g_strdup (icon_name);
    page_set_title (self, title);
}
