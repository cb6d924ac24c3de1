/* rows.c - rows of the result, or of people, as the stores write them. */
#include "write/rows.h"

#include <math.h>
#include <string.h>

static bool is_assessments(const hn_row_source *source) {
    return source->assessments && strcmp(source->table->name, "vurdering") == 0;
}

size_t hn_rows_count(const hn_row_source *source) {
    if (is_assessments(source)) return source->assessments->rows.count;
    return source->table->count(source->result);
}

bool hn_rows_have_fid(const hn_row_source *source) {
    return source->numbered || hn_table_has_fid(source->table);
}

bool hn_rows_get(const hn_row_source *source, size_t index, hn_row *out) {
    bool there = true;
    if (is_assessments(source))
        *out = (hn_row){.values = &source->assessments->rows.row[index]};
    else
        there = source->table->row(source->result, index, out);
    if (!hn_table_has_fid(source->table)) out->fid = (int64_t)index + 1;
    return there;
}

size_t hn_rows_extra_count(const hn_row_source *source) {
    return is_assessments(source) ? source->assessments->extra_count : 0;
}

const char *const *hn_rows_extra_names(const hn_row_source *source) {
    return is_assessments(source) ? source->assessments->extra : NULL;
}

const char *const *hn_rows_extra(const hn_row_source *source, size_t index) {
    size_t count = hn_rows_extra_count(source);
    return count ? source->assessments->values.row + index * count : NULL;
}

bool hn_row_blob(const hn_row *row, hn_encoding encoding, hn_shape shape, int srid,
                 hn_bytes *buffer, size_t *size) {
    *size = 0;
    bool empty = !row->geometry || row->geometry->points == 0;
    if (empty && !row->located && !row->line) return true;
    size_t room = row->located ? HN_BLOB_POINT_ROOM
                  : row->line  ? hn_blob_line_room(row->line_points)
                               : hn_blob_room(row->geometry);
    if (!hn_reserve((void **)&buffer->bytes, &buffer->capacity, room, 1)) return false;
    if (row->located)
        *size = hn_blob_point(encoding, srid, row->x, row->y, buffer->bytes);
    else if (row->line)
        *size = hn_blob_line(encoding, srid, row->line, row->line_points, buffer->bytes);
    else
        *size = hn_blob_write(encoding, shape, srid, row->geometry, buffer->bytes);
    return true;
}

hn_box hn_row_box(const hn_row *row) {
    if (row->located) return (hn_box){row->x, row->y, row->x, row->y};
    if (row->line) return hn_box_of_points(row->line, row->line_points);
    if (row->geometry && row->geometry->points) return row->geometry->box;
    return HN_EMPTY_BOX;
}
