/* qgs_file.h - the QGIS project beside a result: written anew each time, but never over one that
 * somebody changed. */
#ifndef HN_QGS_FILE_H
#define HN_QGS_FILE_H

#include "base/context.h"
#include "base/memory.h"

/* A project that is written and waits for its name. */
typedef struct hn_qgs_file {
    char *temporary, *path; /* NULL: none */
    bool beside;            /* somebody's changed project keeps the plain name */
} hn_qgs_file;

/* Writes text, with a mark by which changes are seen later, to temporary. It will become the path
 * of result with .qgs, or .ny.qgs (.ny2.qgs, ...) where somebody changed that. */
hensyn_status hn_qgs_write(hensyn_context *ctx, const char *result, const char *temporary,
                           hn_buffer *text, hn_qgs_file *out);
/* Gives it its name. */
hensyn_status hn_qgs_publish(hensyn_context *ctx, hn_qgs_file *file);
/* Removes what was not published, and frees. */
void hn_qgs_clear(hn_qgs_file *file);

/* Is there a project at path that hensyn did not write, or that was changed since? */
hensyn_status hn_qgs_changed(hensyn_context *ctx, const char *path, bool *changed);

#endif
