/* map_label.c - names on the map: of the plan areas with the worst conflicts, or what else asks. */
#include "write/map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_SIZE = 17 };

static int compare_areas(const void *a, const void *b) {
    const hn_plan_area *x = *(const hn_plan_area *const *)a, *y = *(const hn_plan_area *const *)b;
    if (x->konsekvens != y->konsekvens) return x->konsekvens > y->konsekvens ? -1 : 1;
    if (x->konflikt_m2 > y->konflikt_m2) return -1;
    if (x->konflikt_m2 < y->konflikt_m2) return 1;
    return x->fid < y->fid ? -1 : x->fid > y->fid;
}

static const char *name_of(const hn_plan_area *area) {
    if (area->feltnavn && area->feltnavn[0]) return area->feltnavn;
    if (area->omradenavn && area->omradenavn[0]) return area->omradenavn;
    if (area->formal_navn && area->formal_navn[0]) return area->formal_navn;
    return area->arealformal ? area->arealformal : "";
}

static bool overlaps(const hn_rect *a, const hn_rect *b) {
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

/* True when the place is inside the frame and free; then it is taken. */
static bool take(const hn_map *map, hn_rect place, hn_labels *labels) {
    const hn_rect *f = &map->frame;
    if (place.x < f->x + 8 || place.y < f->y + 8 || place.x + place.width > f->x + f->width - 8 ||
        place.y + place.height > f->y + f->height - 8)
        return false;
    for (size_t i = 0; i < labels->count; i++)
        if (overlaps(&place, &labels->taken[i])) return false;
    labels->taken[labels->count++] = place;
    return true;
}

/* A name longer than a label should be, cut at a character. */
static void shorten(const char *name, char *out, size_t size) {
    size_t length = strlen(name);
    if (length < size) {
        memcpy(out, name, length + 1);
        return;
    }
    size_t cut = size - 4;
    while (cut > 0 && ((unsigned char)name[cut] & 0xc0) == 0x80)
        cut--;
    snprintf(out, size, "%.*s…", (int)cut, name);
}

void hn_map_label(hn_map *map, hn_labels *labels, const hn_geometry *geometry, const char *name,
                  const char *below) {
    double x, y;
    char kept[40];
    if (!hn_point_on(geometry, &x, &y)) return;
    x = hn_map_x(map, x);
    y = hn_map_y(map, y);
    shorten(name, kept, sizeof kept);
    hn_map_font(map->cr, LABEL_SIZE, true);
    double width = hn_map_text_width(map->cr, kept);
    hn_map_font(map->cr, LABEL_SIZE, false);
    double second = hn_map_text_width(map->cr, below);
    if (second > width) width = second;
    hn_rect place = {x - width / 2 - 4, y - LABEL_SIZE - 4, width + 8, 2 * LABEL_SIZE + 10};
    if (width <= 0 || !take(map, place, labels)) return;
    hn_map_font(map->cr, LABEL_SIZE, true);
    hn_map_halo(map->cr, kept, x, y, 0.5);
    hn_map_font(map->cr, LABEL_SIZE, false);
    hn_map_halo(map->cr, below, x, y + LABEL_SIZE + 3, 0.5);
}

void hn_labels_start(const hn_map *map, hn_labels *labels) {
    const hn_rect *f = &map->frame;
    labels->taken[0] = (hn_rect){f->x, f->y + f->height - 90, 470, 90};
    labels->taken[1] = (hn_rect){f->x + f->width - 90, f->y, 90, 130};
    labels->count = 2;
}

bool hn_labels_full(const hn_labels *labels) { return labels->count == HN_MOST_LABELS + 2; }

hensyn_status hn_map_labels(hn_map *map) {
    hn_labels labels;
    size_t found = 0;
    const hn_plan_area **areas = hn_alloc(map->result->plan_areas.count, sizeof *areas);
    if (!areas) return hn_nomem(map->ctx);
    for (size_t i = 0; i < map->result->plan_areas.count; i++) {
        const hn_plan_area *area = &map->result->plan_areas.row[i];
        if (area->geometry && area->utbygging && area->konsekvens >= 1) areas[found++] = area;
    }
    qsort((void *)areas, found, sizeof *areas, compare_areas);
    hn_labels_start(map, &labels);
    for (size_t i = 0; i < found && !hn_labels_full(&labels); i++) {
        char size[64] = "";
        if (areas[i]->konflikt_m2 > 0) hn_map_decares(areas[i]->konflikt_m2, size, sizeof size);
        hn_map_label(map, &labels, areas[i]->geometry, name_of(areas[i]), size);
    }
    hn_free((void *)areas);
    return HENSYN_OK;
}
