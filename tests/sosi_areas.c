/* sosi_areas.c - the plane area of every FLATE of a SOSI file, in the order of the file, one a
 * line: number, area, rings. For the comparison with GDAL's driver (sosi_gdal.py). */
#include "read/sosi/sosi_reader.h"

#include <stdio.h>

static int64_t read_file(void *user, void *to, size_t size) {
    return (int64_t)fread(to, 1, size, user);
}

static bool seek_file(void *user, int64_t place) { return fseek(user, (long)place, SEEK_SET) == 0; }

static double ring_area(const sosi_geometry *g, size_t ring) {
    size_t end = ring + 1 < g->rings ? g->ring[ring + 1] : g->points;
    const double *o = g->xy + 2 * g->ring[ring];
    double sum = 0;
    for (size_t i = g->ring[ring] + 1; i < end; i++) {
        const double *a = g->xy + 2 * (i - 1), *b = g->xy + 2 * i;
        sum += (a[0] - o[0]) * (b[1] - o[1]) - (b[0] - o[0]) * (a[1] - o[1]);
    }
    return sum < 0 ? -sum / 2 : sum / 2;
}

static double area(const sosi_geometry *g) {
    double sum = 0;
    for (size_t part = 0, ring = 0; part < g->parts; part++) {
        size_t last = part + 1 < g->parts ? g->part[part + 1] : g->rings;
        sum += ring_area(g, ring++);
        for (; ring < last; ring++)
            sum -= ring_area(g, ring);
    }
    return sum;
}

int main(int argc, char **argv) {
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (!file) return 2;
    const sosi_input input = {read_file, seek_file, file};
    sosi_reader *reader;
    const sosi_object *object;
    sosi_status status = sosi_open(&input, NULL, &reader);
    while (status == SOSI_OK && (status = sosi_next(reader, &object)) == SOSI_OK)
        if (object->form == SOSI_AREA)
            printf("%lld %.6f %zu\n", (long long)object->serial, area(&object->geometry),
                   object->geometry.rings);
    sosi_close(reader);
    fclose(file);
    return status == SOSI_DONE ? 0 : 1;
}
