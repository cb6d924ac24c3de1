/* koordsys.c - KOORDSYS of SOSI and the numbers that EPSG has for the same systems, easting first.
 *
 * Sources: SOSI part 1 and 2, realisation in SOSI and GML 4.5 (Kartverket, 8 June 2012), as the
 * tables of jsosi and sosi.js give it (1-9, 19-26, 31-36, 59-66); Kartverket's code list
 * KoordinatsystemKodeId of the cadastre (9, 50-54, 84); Kartverket's list of the EPSG numbers of
 * Norwegian systems (docs/epsg_codes.md of sktransformasjoner). NTM 205-230 and 72 as in files of
 * municipalities. The local systems of Møre and of towns have no number in EPSG. */
#include "internal.h"

/* Systems first to last have the numbers epsg, epsg + 1 ... (0: none) and are the zones or axes
 * zone, zone + 1 ... (0: none). */
static const struct {
    int first, last, epsg, zone;
    bool degrees;
    const char *name;
} systems[] = {
    {1, 8, 27391, 1, false, "NGO1948 Gauss-Krüger, akse"},
    {9, 9, 4273, 0, true, "NGO1948 geografisk"},
    {19, 26, 25829, 29, false, "EUREF89 UTM, sone"},
    {31, 36, 23031, 31, false, "ED50 UTM, sone"},
    {50, 50, 4230, 0, true, "ED50 geografisk"},
    {51, 51, 0, 0, false, "NGO 56A (Møre)"},
    {52, 52, 0, 0, false, "NGO 56B (Møre)"},
    {53, 53, 0, 0, false, "Møre A"},
    {54, 54, 0, 0, false, "Møre B"},
    {59, 66, 32629, 29, false, "WGS84 UTM, sone"},
    {72, 72, 4326, 0, true, "WGS84 geografisk"},
    {84, 84, 4258, 0, true, "EUREF89 geografisk"},
    {205, 230, 5105, 5, false, "EUREF89 NTM, sone"},
};

bool sosi_system_find(int number, sosi_system *out) {
    *out = (sosi_system){0};
    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++) {
        if (number < systems[i].first || number > systems[i].last) continue;
        int further = number - systems[i].first;
        out->epsg = systems[i].epsg ? systems[i].epsg + further : 0;
        out->zone = systems[i].zone ? systems[i].zone + further : 0;
        out->name = systems[i].name;
        out->degrees = systems[i].degrees;
        return true;
    }
    return false;
}
