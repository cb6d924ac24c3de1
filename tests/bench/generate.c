/* generate.c - hensyn_bench_generate: writes the made-up municipality of the benchmark. */
#include "generate.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int usage(const char *wrong) {
    if (wrong) fprintf(stderr, "hensyn_bench_generate: %s\n", wrong);
    fputs("usage: hensyn_bench_generate [--scale N] [--seed N] [--valid] FOLDER\n"
          "  --scale N  ground, plan areas and considerations, as multiples of the standard\n"
          "             municipality of 60 by 50 km (default 1)\n"
          "  --seed N   another municipality (default 1)\n"
          "  --valid    no object is made invalid on purpose\n",
          stderr);
    return 2;
}

static void tell(const char *name, tally t) {
    printf("%s: %ld objects, %ld invalid, %ld vertices (at most %ld in one), %.1f km2\n", name,
           t.objects, t.invalid, t.vertices, t.most, t.area / 1e6);
}

/* GEOS tells of every ring that is found to be invalid; that is what is asked for. */
static void CPL_STDCALL only_failures(CPLErr level, CPLErrorNum number, const char *message) {
    if (level >= CE_Failure) CPLDefaultErrorHandler(level, number, message);
}

int main(int argc, char **argv) {
    municipality m = {.seed = 1, .scale = 1, .invalid = 0.001};
    const char *folder = NULL;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--scale") == 0 && i + 1 < argc)
            m.scale = CPLAtof(argv[++i]);
        else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
            m.seed = strtoull(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--valid") == 0)
            m.invalid = 0;
        else if (argv[i][0] == '-' || folder)
            return usage(argv[i]);
        else
            folder = argv[i];
    }
    if (!folder) return usage("no folder");
    if (!(m.scale >= 0.001 && m.scale <= 50)) return usage("--scale must be 0.001 to 50");
    m.width = 60000 * sqrt(m.scale);
    m.height = 50000 * sqrt(m.scale);
    m.west = 440000;
    m.south = 7400000;
    GDALAllRegister();
    CPLSetErrorHandler(only_failures);
    if (VSIMkdirRecursive(folder, 0777) != 0) stop("no such folder", folder);
    CPLSetConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF");
    tell("plan", write_plan(&m, folder));
    tell("friluftsliv", write_outdoor(&m, folder));
    tell("naturtyper", write_nature(&m, folder));
    tell("verneomrader", write_protected(&m, folder));
    return 0;
}
