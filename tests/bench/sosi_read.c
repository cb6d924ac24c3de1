/* sosi_read.c - reads a SOSI file to its end and says how many objects and square metres it held,
 * how long that took (by the clock, and of the processor) and how much memory: by the reader of
 * hensyn or by GDAL's driver.
 *
 *   hensyn_bench_sosi_read hensyn|gdal FILE */
#include "base/platform.h"
#include "read/sosi/sosi_reader.h"

#include <gdal.h>
#include <ogr_api.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

typedef struct totals {
    long long objects, points;
    double area;
} totals;

/* ---- hensyn ---- */

static int64_t read_file(void *user, void *to, size_t size) {
    return (int64_t)fread(to, 1, size, user);
}

static bool seek_file(void *user, int64_t place) { return hn_file_seek(user, place); }

static double area_of(const sosi_geometry *g) {
    double sum = 0;
    for (size_t r = 0; r < g->rings; r++) {
        size_t end = r + 1 < g->rings ? g->ring[r + 1] : g->points;
        const double *o = g->xy + 2 * g->ring[r];
        double ring = 0;
        for (size_t i = g->ring[r] + 1; i < end; i++) {
            const double *a = g->xy + 2 * (i - 1), *b = g->xy + 2 * i;
            ring += (a[0] - o[0]) * (b[1] - o[1]) - (b[0] - o[0]) * (a[1] - o[1]);
        }
        sum += r ? -(ring < 0 ? -ring : ring) / 2 : (ring < 0 ? -ring : ring) / 2;
    }
    return sum;
}

static int read_own(const char *path, totals *t) {
    FILE *file = fopen(path, "rb");
    if (!file) return 1;
    const sosi_input input = {read_file, seek_file, file};
    sosi_reader *reader;
    const sosi_object *object;
    sosi_status status = sosi_open(&input, NULL, &reader);
    while (status == SOSI_OK && (status = sosi_next(reader, &object)) == SOSI_OK) {
        t->objects++;
        t->points += (long long)object->geometry.points;
        if (object->form == SOSI_AREA) t->area += area_of(&object->geometry);
    }
    sosi_close(reader);
    fclose(file);
    return status == SOSI_DONE ? 0 : 1;
}

/* ---- GDAL ---- */

static long long points_of(OGRGeometryH geometry) {
    long long sum = OGR_G_GetPointCount(geometry);
    for (int i = 0, n = OGR_G_GetGeometryCount(geometry); i < n; i++)
        sum += points_of(OGR_G_GetGeometryRef(geometry, i));
    return sum;
}

static int read_gdal(const char *path, totals *t) {
    const char *const drivers[] = {"SOSI", NULL};
    GDALAllRegister();
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR, drivers, NULL, NULL);
    if (!dataset) return 1;
    for (int i = 0; i < GDALDatasetGetLayerCount(dataset); i++) {
        OGRLayerH layer = GDALDatasetGetLayer(dataset, i);
        for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(layer)); OGR_F_Destroy(feature)) {
            OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
            t->objects++;
            if (!geometry) continue;
            t->points += points_of(geometry);
            if (OGR_GT_Flatten(OGR_G_GetGeometryType(geometry)) == wkbPolygon)
                t->area += OGR_G_Area(geometry);
        }
    }
    GDALClose(dataset);
    return 0;
}

int main(int argc, char **argv) {
    totals t = {0};
    bool gdal = argc == 3 && strcmp(argv[1], "gdal") == 0;
    if (argc != 3 || (!gdal && strcmp(argv[1], "hensyn") != 0)) {
        fprintf(stderr, "usage: hensyn_bench_sosi_read hensyn|gdal FILE\n");
        return 2;
    }
    double begun = hn_seconds(), before = (double)clock() / CLOCKS_PER_SEC;
    if ((gdal ? read_gdal : read_own)(argv[2], &t) != 0) {
        fprintf(stderr, "%s: cannot be read\n", argv[2]);
        return 1;
    }
    double took = hn_seconds() - begun, busy = (double)clock() / CLOCKS_PER_SEC - before;
    double size = (double)hn_file_size(argv[2]) / 1e6;
    /* On a machine with other work the time of the processor says more than the clock. */
    printf("%s %.1f MB %.3f s, processor %.3f s, %.1f MB/s, %lld objects %lld points %.2f m2 %.0f "
           "MB peak\n",
           argv[1], size, took, busy, size / busy, t.objects, t.points, t.area,
           (double)hn_peak_memory() / 1e6);
    return 0;
}
