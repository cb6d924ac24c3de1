/* picture.h - the map picture of a run as a file: made under another name, put in its place after
 * the result, and never over a picture that hensyn did not draw. */
#ifndef HN_PICTURE_H
#define HN_PICTURE_H

#include "write/style.h"

typedef struct hn_picture hn_picture;

/* Checks before the run that path may be written: folder writable, not an input, exists only with
 * overwrite and then only as a picture of hensyn's. HENSYN_OUTPUT otherwise. path NULL: *out is
 * NULL, which the functions below take for "no picture". */
hensyn_status hn_picture_open(hensyn_context *ctx, const char *path, bool overwrite,
                              const char *const *inputs, size_t input_count, hn_picture **out);
hensyn_status hn_picture_draw(hensyn_context *ctx, hn_picture *picture, const hn_styles *styles,
                              const hn_result *result, const char *title);
/* Gives it its name. */
hensyn_status hn_picture_publish(hensyn_context *ctx, hn_picture *picture);
/* Removes what was not published, and frees; NULL is allowed. */
void hn_picture_close(hn_picture *picture);

#endif
