/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the desktop takes, in process against a server: from the start of the process to a
 * window whose page is drawn, and from opening or turning a page of a list to its rows on the
 * screen.
 *
 *     bench-client URL USER PASSWORD */
#include <adwaita.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "client/shell/application.h"
#include "client/shell/list-page.h"
#include "client/shell/window.h"
#include "common/base/language.h"

#define N_TURNS 20

typedef struct {
    SirajWindow *window;
    gint64 started_us; /* of what is being measured */
    gint64 painted_us; /* of the last frame */
    guint frames;
} Bench;

/* When the process was started, on the clock of g_get_monotonic_time(). */
static gint64
process_start_us (void)
{
    g_autofree char *text = NULL;
    g_auto (GStrv) fields = NULL;

    if (!g_file_get_contents ("/proc/self/stat", &text, NULL, NULL))
        g_error ("there is no /proc");
    fields = g_strsplit (strrchr (text, ')') + 2, " ", 0);
    return g_ascii_strtoll (fields[19], NULL, 10) * (G_USEC_PER_SEC / sysconf (_SC_CLK_TCK));
}

static void
after_paint (GdkFrameClock *clock, gpointer user_data)
{
    Bench *bench = user_data;

    bench->painted_us = g_get_monotonic_time ();
    bench->frames++;
}

static gboolean
is_settled (Bench *bench)
{
    SirajPage *page = window_get_page (bench->window);

    return page != NULL && !page_is_busy (page) && SIRAJ_IS_LIST_PAGE (page) &&
           page_model_is_loaded (list_page_get_model (SIRAJ_LIST_PAGE (page)));
}

/* Runs the main loop until the page has its rows and one frame more was painted. */
static double
wait_painted (Bench *bench)
{
    guint frames;

    while (!is_settled (bench))
        g_main_context_iteration (NULL, TRUE);
    frames = bench->frames;
    gtk_widget_queue_draw (GTK_WIDGET (bench->window));
    while (bench->frames == frames)
        g_main_context_iteration (NULL, TRUE);
    return (bench->painted_us - bench->started_us) / 1000.0;
}

/* What this process has used of the processor. */
static double
processor_ms (void)
{
    struct timespec used;

    clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec * 1e3 + (double)used.tv_nsec / 1e6;
}

static void
start (Bench *bench, GtkApplication *application, char **argv)
{
    SirajApi *api = api_new (argv[1]);

    bench->window = window_new (application, client_session_new (api), settings_new (NULL));
    window_set_start (bench->window, "customers");
    gtk_window_set_default_size (GTK_WINDOW (bench->window), 1366, 768);
    gtk_window_present (GTK_WINDOW (bench->window));
    g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (bench->window)), "after-paint",
                      G_CALLBACK (after_paint), bench);
    window_sign_in (bench->window, argv[2], argv[3]);
    g_print ("start %.1f\n", wait_painted (bench));
    g_print ("start_processor %.1f\n", processor_ms ());
}

static void
open_page (Bench *bench, const char *name)
{
    bench->started_us = g_get_monotonic_time ();
    window_open (bench->window, &(PageLocation) { .page = name });
    g_print ("open %.1f\n", wait_painted (bench));
}

static void
turn_pages (Bench *bench)
{
    SirajPage *page = window_get_page (bench->window);
    SirajPageModel *model = list_page_get_model (SIRAJ_LIST_PAGE (page));

    for (guint i = 0; i < N_TURNS; i++) {
        double before_ms = processor_ms ();

        bench->started_us = g_get_monotonic_time ();
        page_model_next (model);
        g_print ("turn %.1f\n", wait_painted (bench));
        g_print ("turn_processor %.1f\n", processor_ms () - before_ms);
    }
}

static void
on_activate (GtkApplication *application, gpointer user_data)
{
    char **argv = user_data;
    Bench bench = { .started_us = process_start_us () };

    g_application_hold (G_APPLICATION (application));
    start (&bench, application, argv);
    turn_pages (&bench);
    open_page (&bench, "meters");
    open_page (&bench, "invoices");
    g_application_quit (G_APPLICATION (application));
}

int
main (int argc, char **argv)
{
    g_autoptr (AdwApplication) application = NULL;

    if (argc != 4)
        return EXIT_FAILURE;
    language_init (NULL);
    language_set (LANGUAGE_ARABIC);
    gtk_disable_setlocale ();
    application = adw_application_new ("org.sirajbilling.Bench", G_APPLICATION_NON_UNIQUE);
    g_object_set (application, "resource-base-path", "/org/sirajbilling/Siraj", NULL);
    g_signal_connect (application, "activate", G_CALLBACK (on_activate), argv);
    return g_application_run (G_APPLICATION (application), 1, argv);
}
