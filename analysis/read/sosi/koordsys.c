/* koordsys.c - KOORDSYS of SOSI and the numbers that EPSG has for the same systems, easting first.
 *
 * Sources: SOSI part 1 and 2, realisation in SOSI and GML 4.5 (Kartverket, 8 June 2012), as the
 * tables of jsosi and sosi.js give it (1-9, 19-26, 31-36, 59-66); Kartverket's code list
 * KoordinatsystemKodeId of the cadastre (9, 50-54, 84); Kartverket's list of the EPSG numbers of
 * Norwegian systems (docs/epsg_codes.md of sktransformasjoner). NTM 205-230 and 72 as in files of
 * municipalities. The local systems of Møre and of towns have no number in EPSG. */
#include "read/sosi/internal.h"

/* first to last have the numbers epsg, epsg + 1 ...; epsg 0: none. */
static const struct {
    int first, last, epsg;
    bool degrees;
    const char *name;
} systems[] = {
    {1, 8, 27391, false, "NGO1948 Gauss-Krüger, akse I-VIII"},
    {9, 9, 4273, true, "NGO1948 geografisk"},
    {19, 26, 25829, false, "EUREF89 UTM sone 29-36"},
    {31, 36, 23031, false, "ED50 UTM sone 31-36"},
    {50, 50, 4230, true, "ED50 geografisk"},
    {51, 51, 0, false, "NGO 56A (Møre)"},
    {52, 52, 0, false, "NGO 56B (Møre)"},
    {53, 53, 0, false, "Møre A"},
    {54, 54, 0, false, "Møre B"},
    {59, 66, 32629, false, "WGS84 UTM sone 29-36"},
    {72, 72, 4326, true, "WGS84 geografisk"},
    {84, 84, 4258, true, "EUREF89 geografisk"},
    {205, 230, 5105, false, "EUREF89 NTM sone 5-30"},
};

bool sosi_system(int system, int *epsg, const char **name, bool *degrees) {
    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++) {
        if (system < systems[i].first || system > systems[i].last) continue;
        *epsg = systems[i].epsg ? systems[i].epsg + (system - systems[i].first) : 0;
        *name = systems[i].name;
        *degrees = systems[i].degrees;
        return true;
    }
    *epsg = 0;
    *name = NULL;
    *degrees = false;
    return false;
}
