/* picture.c - the map picture as a file. */
#include "write/picture.h"

#include "base/platform.h"
#include "write/map.h"
#include "write/place.h"
#include "write/temporary.h"

#include <stdio.h>
#include <string.h>

struct hn_picture {
    char *path, *temporary;
    bool drawn;
};

/* The mark stands right after the header, where hn_map_save puts it. */
static bool is_ours(const char *path) {
    unsigned char bytes[HN_MAP_MARK_END];
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    bool read = fread(bytes, 1, sizeof bytes, file) == sizeof bytes;
    fclose(file);
    return read && hn_map_is_marked(bytes);
}

static hensyn_status check_earlier(hensyn_context *ctx, const char *path, bool overwrite) {
    if (hn_path_kind_of(path) == HN_PATH_NONE) return HENSYN_OK;
    if (!overwrite)
        return hn_refuse(ctx, path, "finnes fra før; bruk --overwrite for å erstatte",
                         "exists already; use --overwrite to replace it");
    if (!is_ours(path))
        return hn_refuse(
            ctx, path, "er ikke et kart laget av hensyn og blir ikke erstattet; velg et annet navn",
            "is not a map drawn by hensyn and is not replaced; choose another name");
    return HENSYN_OK;
}

hensyn_status hn_picture_open(hensyn_context *ctx, const char *path, bool overwrite,
                              const char *const *inputs, size_t input_count, hn_picture **out) {
    hensyn_status status = HENSYN_OK;
    hn_picture *picture = NULL;
    *out = NULL;
    if (!path) return HENSYN_OK;
    HN_TRY(hn_place_check(ctx, path));
    HN_TRY(hn_refuse_inputs(ctx, path, inputs, input_count));
    HN_TRY(check_earlier(ctx, path, overwrite));
    hn_temporary_clear(path);
    picture = hn_zalloc(1, sizeof *picture);
    if (!picture) HN_TRY(hn_nomem(ctx));
    picture->path = hn_strdup(path);
    picture->temporary = hn_temporary_name(path, "");
    if (!picture->path || !picture->temporary) HN_TRY(hn_nomem(ctx));
    *out = picture;
cleanup:
    if (status != HENSYN_OK) hn_picture_close(picture);
    return status;
}

hensyn_status hn_picture_draw(hensyn_context *ctx, hn_picture *picture, const hn_styles *styles,
                              const hn_result *result, const char *title) {
    if (!picture) return HENSYN_OK;
    picture->drawn = true;
    hensyn_status status = hn_map_png(ctx, styles, result, title, picture->temporary);
    return status == HENSYN_OK ? hn_file_sync(ctx, picture->temporary) : status;
}

hensyn_status hn_picture_publish(hensyn_context *ctx, hn_picture *picture) {
    if (!picture) return HENSYN_OK;
    hensyn_status status = hn_file_replace(ctx, picture->temporary, picture->path);
    if (status == HENSYN_OK) picture->drawn = false;
    return status;
}

void hn_picture_close(hn_picture *picture) {
    if (!picture) return;
    if (picture->drawn) hn_file_remove(picture->temporary);
    hn_free(picture->path);
    hn_free(picture->temporary);
    hn_free(picture);
}
