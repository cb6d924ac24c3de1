/* sosi_generate.c - a made-up kommuneplan as a SOSI file of a given size: areas that share their
 * wavy borders, with the attributes that municipal files have, in ISO8859-10, which GDAL's driver
 * reads too. The same bytes each time.
 *
 *   hensyn_bench_sosi_generate FILE [MEGABYTES] */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { POINTS = 20, CELL = 20000 /* cm */ };

static uint64_t state = 20240601;

/* splitmix64, 0..1 */
static double chance(void) {
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static void head(FILE *out, int side) {
    long extent = (long)side * CELL / 100;
    fprintf(out,
            ".HODE\n..TEGNSETT ISO8859-10\n..OMR\xC5"
            "DE\n...MIN-N\xD8"
            " 7000000 400000\n...MAX-N\xD8"
            " %ld %ld\n"
            "..SOSI-VERSJON 4.5\n..SOSI-NIV\xC5"
            " 4\n..TRANSPAR\n...KOORDSYS 23\n...ORIGO-N\xD8"
            " 0 0\n"
            "...ENHET 0.01\n..EIER \"Sj\xF8"
            "vik kommune\"\n",
            7000000 + extent, 400000 + extent);
}

/* From corner (row, column) east or north; inner points swing out by at most a fifth of the side.
 */
static void border(FILE *out, long number, long row, long column, int north) {
    long y = 700000000 + row * CELL, x = 40000000 + column * CELL;
    double swing = (chance() - 0.5) * 0.4 * CELL;
    fprintf(out,
            ".KURVE %ld:\n..OBJTYPE KpGrense\n..F\xD8"
            "RSTEDIGITALISERINGSDATO 20190401\n"
            "..OPPDATERINGSDATO 20240601120000\n..KVALITET 82 %d\n..N\xD8"
            "\n%ld %ld ...KP 1\n..N\xD8"
            "\n",
            number, 10 + (int)(chance() * 190), y, x);
    for (int i = 1; i <= POINTS; i++) {
        double along = (double)i / POINTS, off = swing * sin(3.14159265358979 * along);
        if (i < POINTS) off += (chance() - 0.5) * 100;
        long dy = lround(north ? along * CELL : off), dx = lround(north ? off : along * CELL);
        if (i == POINTS) dy = north ? CELL : 0, dx = north ? 0 : CELL;
        fprintf(out, i == POINTS ? "%ld %ld ...KP 1\n" : "%ld %ld\n", y + dy, x + dx);
    }
}

static void area(FILE *out, long number, long row, long column, long east, long north, int side) {
    static const int purposes[] = {1110, 1120, 1130, 1300, 2010, 3040, 5100, 6001};
    fprintf(out,
            ".FLATE %ld:\n..OBJTYPE KpArealform\xE5"
            "lOmr\xE5"
            "de\n..IDENT\n...LOKALID "
            "%08lx-0000-4000-8000-%012lx\n...NAVNEROM http://data.sjovik.no\n"
            "..KPAREALFORM\xC5"
            "L %d\n..AREALST %d\n..OMRNAVN \"Omr\xE5"
            "de nr. %ld\"\n"
            "..REF :%ld :%ld :-%ld :-%ld\n..N\xD8"
            "\n%ld %ld\n",
            number, number, number, purposes[(int)(chance() * 8)], 1 + (int)(chance() * 2), number,
            east, north + 1, east + side, north, 700000000 + row * CELL + CELL / 2,
            40000000 + column * CELL + CELL / 2);
}

int main(int argc, char **argv) {
    double megabytes = argc > 2 ? atof(argv[2]) : 200;
    FILE *out = argc > 1 ? fopen(argv[1], "wb") : NULL;
    if (!out || !(megabytes > 0)) {
        fprintf(stderr, "usage: hensyn_bench_sosi_generate FILE [MEGABYTES]\n");
        return 2;
    }
    int side = (int)ceil(sqrt(megabytes * 1e6 / 1370)); /* bytes of an area and its two borders */
    long row_east = (long)side * (side + 1);            /* borders eastward come first */
    head(out, side);
    for (long row = 0; row <= side; row++)
        for (long column = 0; column < side; column++)
            border(out, 1 + row * side + column, row, column, 0);
    for (long row = 0; row < side; row++)
        for (long column = 0; column <= side; column++)
            border(out, 1 + row_east + row * (side + 1) + column, row, column, 1);
    for (long row = 0; row < side; row++)
        for (long column = 0; column < side; column++)
            area(out, 1 + 2 * row_east + row * side + column, row, column, 1 + row * side + column,
                 1 + row_east + row * (side + 1) + column, side);
    fprintf(out, ".SLUTT\n");
    return fclose(out) == 0 ? 0 : 1;
}
