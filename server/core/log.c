/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes GLib's structured log as JSON lines. */
#define G_LOG_DOMAIN "siraj-log"

#include "server/core/log.h"

#include "common/base/date.h"
#include "common/schema/json.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_BYTES 16384
#define FIELD_PREFIX "SIRAJ_"

/* The process has one stderr, so it has one buffer. */
static struct {
    pthread_mutex_t mutex;
    GString *buffer;
} sink = { .mutex = PTHREAD_MUTEX_INITIALIZER };

static _Thread_local const char *current_request;

static void
append_time (GString *line)
{
    g_autofree char *text = instant_format (g_get_real_time ());

    g_string_append (line, "{\"time\":\"");
    g_string_append (line, text);
    g_string_append_c (line, '"');
}

static void
append_member (GString *line, const char *name, const char *value)
{
    g_string_append_c (line, ',');
    json_append_string (line, name);
    g_string_append_c (line, ':');
    json_append_string (line, value);
}

static void
append_number (GString *line, const char *name, gint64 value)
{
    g_string_append_printf (line, ",\"%s\":%" G_GINT64_FORMAT, name, value);
}

static const char *
level_name (GLogLevelFlags level)
{
    if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
        return "error";
    if (level & G_LOG_LEVEL_WARNING)
        return "warning";
    if (level & G_LOG_LEVEL_DEBUG)
        return "debug";
    return "info";
}

static void
write_all (const char *bytes, gsize length)
{
    while (length > 0) {
        gssize written = write (STDERR_FILENO, bytes, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return; /* nowhere left to complain */
        bytes += written;
        length -= written;
    }
}

static void
flush_locked (void)
{
    if (sink.buffer == NULL || sink.buffer->len == 0)
        return;
    write_all (sink.buffer->str, sink.buffer->len);
    g_string_truncate (sink.buffer, 0);
}

static void
put_line (GString *line, gboolean at_once)
{
    g_string_append (line, "}\n");
    pthread_mutex_lock (&sink.mutex);
    if (sink.buffer == NULL)
        sink.buffer = g_string_sized_new (BUFFER_BYTES + 1024);
    g_string_append_len (sink.buffer, line->str, line->len);
    if (at_once || sink.buffer->len >= BUFFER_BYTES)
        flush_locked ();
    pthread_mutex_unlock (&sink.mutex);
}

void
log_flush (void)
{
    pthread_mutex_lock (&sink.mutex);
    flush_locked ();
    pthread_mutex_unlock (&sink.mutex);
}

/* A field's value is text of a known length, or NUL-terminated. */
static void
append_extra (GString *line, const GLogField *field)
{
    g_autofree char *name = g_ascii_strdown (field->key + strlen (FIELD_PREFIX), -1);
    g_autofree char *value = NULL;

    if (field->value == NULL)
        return;
    value = field->length < 0 ? g_strdup (field->value) : g_strndup (field->value, field->length);
    append_member (line, name, value);
}

static GLogWriterOutput
write_fields (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
    g_autoptr (GString) line = NULL;
    const char *domain = NULL;

    for (gsize i = 0; i < n_fields; i++)
        if (g_str_equal (fields[i].key, "GLIB_DOMAIN"))
            domain = fields[i].value;
    if (g_log_writer_default_would_drop (level, domain) && !(level & G_LOG_LEVEL_INFO))
        return G_LOG_WRITER_HANDLED;

    line = g_string_sized_new (256);
    append_time (line);
    append_member (line, "level", level_name (level));
    append_member (line, "domain", domain != NULL ? domain : "");
    for (gsize i = 0; i < n_fields; i++) {
        if (g_str_equal (fields[i].key, "MESSAGE"))
            append_member (line, "message", fields[i].value);
        else if (g_str_has_prefix (fields[i].key, FIELD_PREFIX))
            append_extra (line, &fields[i]);
    }
    if (current_request != NULL)
        append_member (line, "request_id", current_request);
    put_line (line, TRUE);
    return G_LOG_WRITER_HANDLED;
}

void
log_init (void)
{
    g_log_set_writer_func (write_fields, NULL, NULL);
}

void
log_set_request (const char *request_id)
{
    current_request = request_id;
}

void
log_request (const LogRequest *request)
{
    g_autoptr (GString) line = g_string_sized_new (256);

    append_time (line);
    g_string_append (line, ",\"level\":\"info\",\"domain\":\"siraj-request\"");
    append_member (line, "request_id", request->request_id);
    append_member (line, "method", request->method);
    append_member (line, "path", request->path);
    append_number (line, "status", request->status);
    append_number (line, "duration_us", request->duration_us);
    append_number (line, "user_id", request->user_id);
    put_line (line, FALSE);
}
