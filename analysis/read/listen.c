/* listen.c - GDAL's messages caught, and its settings while hensyn reads. */
#include "read/gdal.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <string.h>

static const char *const settings[][2] = {
    {"GML_FIELDTYPES", "ALWAYS_STRING"},          /* kommunenummer 0301 stays 0301 */
    {"GML_ATTRIBUTES_TO_OGR_FIELDS", "YES"},      /* arealplan_href: the link from area to plan */
    {"GML_SKIP_CORRUPTED_FEATURES", "YES"},       /* else the rest of the layer is lost as well */
    {"CPL_VSIL_GZIP_WRITE_PROPERTIES", "NO"},     /* a file beside the input */
    {"GDAL_PAM_ENABLED", "NO"},                   /* another one */
    {"OSM_USE_CUSTOM_INDEXING", "NO"},            /* unsorted and negative ids lose their lines */
    {"OGR_GEOMETRY_ACCEPT_UNCLOSED_RING", "YES"}, /* shape.c closes them and says so */
    {"SHAPE_RESTORE_SHX", "NO"}, /* beside the input; prepare.c does it elsewhere */
};
enum { SETTINGS = sizeof settings / sizeof *settings };
_Static_assert(SETTINGS <= sizeof((hn_listener *)0)->saved / sizeof(char *), "room for settings");

static void CPL_STDCALL hear(CPLErr level, CPLErrorNum number, const char *text) {
    (void)number;
    hn_listener *listener = CPLGetErrorHandlerUserData();
    /* shape.c sees unclosed rings itself and says whose they are. */
    if (level < CE_Warning || strncmp(text, "Non closed ring", 15) == 0) return;
    if (!HN_RESERVE(listener->message, listener->count, listener->capacity, 1)) {
        listener->lost = true;
        return;
    }
    char *copy = hn_redact(text);
    if (!copy) {
        listener->lost = true;
        return;
    }
    for (char *p = copy; *p; p++)
        if (*p == '\n' || *p == '\r') *p = ' ';
    listener->message[listener->count++] =
        (hn_gdal_message){.failure = level >= CE_Failure, .text = copy};
}

void hn_listen(hn_listener *listener) {
    *listener = (hn_listener){0};
    for (int i = 0; i < SETTINGS; i++) {
        const char *old = CPLGetThreadLocalConfigOption(settings[i][0], NULL);
        listener->saved[i] = old ? hn_strdup(old) : NULL;
        CPLSetThreadLocalConfigOption(settings[i][0], settings[i][1]);
    }
    CPLPushErrorHandlerEx(hear, listener);
}

void hn_listen_clear(hn_listener *listener) {
    for (size_t i = 0; i < listener->count; i++)
        hn_free(listener->message[i].text);
    listener->count = 0;
}

void hn_listen_stop(hn_listener *listener) {
    CPLPopErrorHandler();
    for (int i = 0; i < SETTINGS; i++) {
        CPLSetThreadLocalConfigOption(settings[i][0], listener->saved[i]);
        hn_free(listener->saved[i]);
        listener->saved[i] = NULL;
    }
    hn_listen_clear(listener);
    hn_free(listener->message);
    listener->message = NULL;
    listener->capacity = 0;
}

bool hn_listen_failed(const hn_listener *listener) {
    for (size_t i = 0; i < listener->count; i++)
        if (listener->message[i].failure) return true;
    return listener->lost;
}

const char *hn_listen_cause(const hn_listener *listener) {
    for (size_t i = 0; i < listener->count; i++)
        if (listener->message[i].failure) return listener->message[i].text;
    return listener->count ? listener->message[0].text : "";
}
