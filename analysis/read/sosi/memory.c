/* memory.c - growing arrays, texts in one block, and texts by number. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

bool sosi_reserve(void **array, size_t *room, size_t count, size_t more, size_t size) {
    if (more <= *room && count <= *room - more) return true;
    if (count > SIZE_MAX - more) return false;
    size_t wanted = count + more, grown = *room + *room / 2;
    if (grown < wanted) grown = wanted;
    if (grown < 16) grown = 16;
    if (grown > SIZE_MAX / size) return false;
    void *moved = realloc(*array, grown * size);
    if (!moved) return false;
    *array = moved;
    *room = grown;
    return true;
}

bool sosi_text_add(sosi_text *text, const char *bytes, size_t size, size_t *place) {
    if (size == SIZE_MAX || !SOSI_RESERVE(text->bytes, text->size, text->room, size + 1))
        return false;
    *place = text->size;
    if (size) memcpy(text->bytes + text->size, bytes, size);
    text->bytes[text->size + size] = '\0';
    text->size += size + 1;
    return true;
}

/* ---- texts by number ---- */

/* FNV-1a. */
static size_t hash_of(const char *bytes, size_t size) {
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 1099511628211u;
    return (size_t)(hash ^ (hash >> 32));
}

static size_t size_of(const sosi_names *names, size_t number) {
    size_t next = number + 1 < names->count ? names->place[number + 1] : names->text.size;
    return next - names->place[number] - 1;
}

/* The slot of a text, or the empty one where it belongs. */
static size_t slot_of(const sosi_names *names, const char *bytes, size_t size) {
    size_t slot = hash_of(bytes, size) & (names->slots - 1);
    while (names->slot[slot]) {
        size_t number = names->slot[slot] - 1;
        if (size_of(names, number) == size &&
            memcmp(names->text.bytes + names->place[number], bytes, size) == 0)
            break;
        slot = (slot + 1) & (names->slots - 1);
    }
    return slot;
}

static bool grow_slots(sosi_names *names) {
    if (names->slots > 2 * names->count) return true;
    size_t slots = names->slots ? 2 * names->slots : 64;
    size_t *made = calloc(slots, sizeof *made);
    if (!made) return false;
    free(names->slot);
    names->slot = made;
    names->slots = slots;
    for (size_t i = 0; i < names->count; i++)
        made[slot_of(names, names->text.bytes + names->place[i], size_of(names, i))] = i + 1;
    return true;
}

bool sosi_names_find(const sosi_names *names, const char *bytes, size_t size, size_t *number) {
    size_t slot = names->slots ? slot_of(names, bytes, size) : 0;
    if (!names->slots || !names->slot[slot]) return false;
    *number = names->slot[slot] - 1;
    return true;
}

bool sosi_names_add(sosi_names *names, const char *bytes, size_t size, size_t *number) {
    if (sosi_names_find(names, bytes, size, number)) return true;
    size_t place;
    if (!grow_slots(names) || !SOSI_RESERVE(names->place, names->count, names->room, 1) ||
        !sosi_text_add(&names->text, bytes, size, &place))
        return false;
    size_t slot = slot_of(names, bytes, size);
    names->place[names->count] = place;
    names->slot[slot] = ++names->count;
    *number = names->count - 1;
    return true;
}

void sosi_names_clear(sosi_names *names) {
    free(names->text.bytes);
    free(names->place);
    free(names->slot);
    *names = (sosi_names){0};
}
