/* place.c - whether a file may be written at a path. */
#include "write/place.h"

#include "base/memory.h"
#include "base/platform.h"
#include "write/store.h"
#include "write/temporary.h"

#include <string.h>

hensyn_status hn_refuse(hensyn_context *ctx, const char *path, const char *nb, const char *en) {
    return hn_fail(ctx, HENSYN_OUTPUT, "%s: %s", path, hn_text(ctx, nb, en));
}

static bool is_input(const char *output, const char *input) {
    if (hn_is_postgis(output)) return hn_pg_same(output, input);
    char *path = hn_format("%.*s", (int)strcspn(input, "|"), input);
    bool same = path && (strcmp(output, path) == 0 || hn_same_file(output, path));
    hn_free(path);
    return same;
}

hensyn_status hn_refuse_inputs(hensyn_context *ctx, const char *output, const char *const *inputs,
                               size_t count) {
    for (size_t i = 0; i < count; i++)
        if (inputs[i] && is_input(output, inputs[i]))
            return hn_refuse(ctx, output, "er også en kilde; velg et annet navn",
                             "is an input too; choose another name");
    return HENSYN_OK;
}

static hensyn_status check_folder(hensyn_context *ctx, const char *folder) {
    if (hn_path_kind_of(folder) != HN_PATH_FOLDER)
        return hn_refuse(ctx, folder, "mappen finnes ikke; lag den først",
                         "there is no such folder; make it first");
    if (!hn_folder_writable(folder))
        return hn_refuse(ctx, folder, "mappen kan ikke skrives i", "the folder is not writable");
    return HENSYN_OK;
}

hensyn_status hn_place_check(hensyn_context *ctx, const char *path) {
    hn_path_kind kind = hn_path_kind_of(path);
    if (!*hn_name_of(path) || kind == HN_PATH_FOLDER)
        return hn_refuse(ctx, path, "er en mappe; oppgi et filnavn",
                         "is a folder; give a file name");
    if (kind == HN_PATH_OTHER)
        return hn_refuse(ctx, path, "er ikke en vanlig fil", "is not a regular file");
    char *folder = hn_folder_of(path);
    hensyn_status status = folder ? check_folder(ctx, folder) : hn_nomem(ctx);
    hn_free(folder);
    return status;
}
