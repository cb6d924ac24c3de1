/* lines.c - bytes of the input as lines, by chunks. */
#include "internal.h"

#include <string.h>

/* ---- is it UTF-8? ---- */

/* What must follow a first byte (Unicode 15, table 3-7). */
static void begin_character(sosi_bytes_seen *seen, unsigned char byte) {
    seen->low = 0x80;
    seen->top = 0xBF;
    if (byte >= 0xC2 && byte <= 0xDF) {
        seen->expected = 1;
    } else if (byte >= 0xE0 && byte <= 0xEF) {
        seen->expected = 2;
        if (byte == 0xE0) seen->low = 0xA0;
        if (byte == 0xED) seen->top = 0x9F;
    } else if (byte >= 0xF0 && byte <= 0xF4) {
        seen->expected = 3;
        if (byte == 0xF0) seen->low = 0x90;
        if (byte == 0xF4) seen->top = 0x8F;
    } else {
        seen->broken = true;
    }
}

static void see_byte(sosi_bytes_seen *seen, unsigned char byte) {
    if (byte < 0x80) {
        if (seen->expected) seen->broken = true;
        seen->expected = 0;
        return;
    }
    seen->high = true;
    if (!seen->expected) {
        begin_character(seen, byte);
        return;
    }
    if (byte < seen->low || byte > seen->top) seen->broken = true;
    seen->expected--;
    seen->low = 0x80;
    seen->top = 0xBF;
}

void sosi_bytes_see(sosi_bytes_seen *seen, const unsigned char *bytes, size_t size) {
    size_t i = 0;
    while (i < size && !seen->broken) {
        uint64_t eight;
        if (!seen->expected && size - i >= sizeof eight) {
            memcpy(&eight, bytes + i, sizeof eight);
            if (!(eight & 0x8080808080808080u)) {
                i += sizeof eight;
                continue;
            }
        }
        see_byte(seen, bytes[i++]);
    }
}

/* ---- chunks ---- */

/* The first chunk has three bytes at least, so that a byte order mark is seen. */
static int64_t read_some(sosi_lines *lines, size_t left, int64_t most) {
    int64_t least = lines->place == 0 && left == 0 ? 3 : 1, got = 0, more = 1;
    while (more && got < least) {
        more =
            lines->input.read(lines->input.user, lines->bytes + left + got, (size_t)(most - got));
        if (more < 0 || more > most - got) return -1;
        got += more;
    }
    return got;
}

static sosi_status fill(sosi_lines *lines) {
    enum { CHUNK = 256 * 1024 };
    size_t left = lines->end - lines->begin;
    if (lines->begin) {
        memmove(lines->bytes, lines->bytes + lines->begin, left);
        lines->place += (int64_t)lines->begin;
        lines->begin = 0;
        lines->end = left;
    }
    if (left >= SOSI_LONGEST_LINE) return SOSI_SYNTAX;
    /* One byte more for the end of a last line that has none. */
    if (!SOSI_RESERVE(lines->bytes, left, lines->room, CHUNK + 1)) return SOSI_MEMORY;
    int64_t got = read_some(lines, left, CHUNK);
    if (got < 0) return SOSI_IO;
    char *fresh = lines->bytes + left;
    for (char *zero; (zero = memchr(fresh, '\0', (size_t)got));)
        *zero = ' ';
    if (lines->place == 0 && left == 0 && got >= 3 && memcmp(fresh, "\xEF\xBB\xBF", 3) == 0) {
        lines->mark = true;
        lines->begin = 3;
    }
    lines->end += (size_t)got;
    lines->ended = got == 0;
    size_t marked = left == 0 ? lines->begin : 0; /* the mark says nothing about the rest */
    if (lines->seen)
        sosi_bytes_see(lines->seen, (const unsigned char *)fresh + marked, (size_t)got - marked);
    return SOSI_OK;
}

/* Lines end with LF, or all with CR where the first chunk has no LF. */
static void find_stop(sosi_lines *lines) {
    size_t size = lines->end - lines->begin;
    if (lines->stop || size == 0) return;
    const char *from = lines->bytes + lines->begin;
    bool carriage = !memchr(from, '\n', size) && memchr(from, '\r', size);
    lines->stop = carriage ? '\r' : '\n';
}

static void hand_out(sosi_lines *lines, size_t length, size_t taken) {
    lines->line = lines->bytes + lines->begin;
    lines->line_place = lines->place + (int64_t)lines->begin;
    if (length && lines->line[length - 1] == '\r') length--;
    lines->line[length] = '\0';
    lines->length = length;
    lines->begin += taken;
    lines->number++;
}

sosi_status sosi_lines_next(sosi_lines *lines, char **line, size_t *length) {
    size_t looked = 0; /* bytes of the line that are known to hold no end */
    while (!lines->again) {
        size_t have = lines->end - lines->begin;
        char *from = have ? lines->bytes + lines->begin : NULL;
        char *stop = have > looked ? memchr(from + looked, lines->stop, have - looked) : NULL;
        if (stop) {
            hand_out(lines, (size_t)(stop - from), (size_t)(stop - from) + 1);
            break;
        }
        if (lines->ended) {
            if (!have) return SOSI_DONE;
            hand_out(lines, have, have);
            break;
        }
        looked = have;
        sosi_status status = fill(lines);
        if (status != SOSI_OK) return status;
        find_stop(lines);
    }
    lines->again = false;
    *line = lines->line;
    *length = lines->length;
    return SOSI_OK;
}

sosi_status sosi_lines_rewind(sosi_lines *lines, int64_t place, int64_t number) {
    if (!lines->input.seek(lines->input.user, place)) return SOSI_IO;
    lines->begin = lines->end = 0;
    lines->place = place;
    lines->number = number;
    lines->ended = lines->again = false;
    return SOSI_OK;
}
