/* map_save.c - the drawn map as a PNG file that says which program drew it: a tEXt chunk right
 * after the header (PNG specification, W3C 2003, 11.3.4.3), by which --overwrite knows its own. */
#include "write/map.h"

#include "base/platform.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum {
    HEADER_END = 33, /* signature 8, IHDR: length 4, type 4, data 13, CRC 4 */
    TEXT_SIZE = 15   /* "Software" NUL "hensyn" */
};
static const unsigned char text_data[] = "tEXtSoftware\0hensyn";

/* CRC-32 of the PNG specification, annex D, bit by bit: the chunk is short. */
static uint32_t crc_of(const unsigned char *bytes, size_t size) {
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < size; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return ~crc;
}

static void put_u32(unsigned char *out, uint32_t value) {
    for (int i = 0; i < 4; i++)
        out[i] = (unsigned char)(value >> (24 - 8 * i));
}

enum { CHUNK_SIZE = 4 + 4 + TEXT_SIZE + 4 };
_Static_assert(HEADER_END + CHUNK_SIZE == HN_MAP_MARK_END, "the mark ends where map.h says");

static void make_chunk(unsigned char out[CHUNK_SIZE]) {
    put_u32(out, TEXT_SIZE);
    memcpy(out + 4, text_data, 4 + TEXT_SIZE);
    put_u32(out + 8 + TEXT_SIZE, crc_of(out + 4, 4 + TEXT_SIZE));
}

bool hn_map_is_marked(const unsigned char bytes[HN_MAP_MARK_END]) {
    unsigned char chunk[CHUNK_SIZE];
    make_chunk(chunk);
    return memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0 &&
           memcmp(bytes + HEADER_END, chunk, CHUNK_SIZE) == 0;
}

typedef struct sink {
    FILE *file;
    size_t written; /* bytes of cairo's own */
} sink;

static bool put(sink *out, const unsigned char *bytes, size_t size) {
    out->written += size;
    return fwrite(bytes, 1, size, out->file) == size;
}

/* Passes the picture on and slips the chunk in behind the header, wherever cairo cuts. */
static cairo_status_t write_part(void *user, const unsigned char *bytes, unsigned size) {
    sink *out = user;
    size_t before = 0;
    bool good = true;
    if (out->written < HEADER_END && out->written + size >= HEADER_END) {
        unsigned char chunk[CHUNK_SIZE];
        before = HEADER_END - out->written;
        make_chunk(chunk);
        good = put(out, bytes, before) && fwrite(chunk, 1, CHUNK_SIZE, out->file) == CHUNK_SIZE;
    }
    good = good && put(out, bytes + before, size - before);
    return good ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

hensyn_status hn_map_save(hensyn_context *ctx, cairo_surface_t *surface, const char *path) {
    hensyn_status status = HENSYN_OK;
    sink out = {.file = fopen(path, "wb")};
    if (!out.file)
        return hn_fail(ctx, HENSYN_OUTPUT,
                       hn_text(ctx, "kan ikke skrive %s: %s", "cannot write %s: %s"), path,
                       strerror(errno));
    cairo_status_t written = cairo_surface_write_to_png_stream(surface, write_part, &out);
    bool closed = fclose(out.file) == 0;
    if (written == CAIRO_STATUS_NO_MEMORY)
        status = hn_nomem(ctx);
    else if (written != CAIRO_STATUS_SUCCESS || !closed)
        status = hn_fail(ctx, HENSYN_OUTPUT, hn_text(ctx, "kan ikke skrive %s", "cannot write %s"),
                         path);
    if (status != HENSYN_OK) hn_file_remove(path);
    return status;
}
