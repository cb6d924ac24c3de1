/* plan_fields.c - the spellings of every field of the plan model, one table. */
#include "base/text.h"
#include "data/plan.h"

#include <string.h>

enum { MAX_SPELLINGS = 8, NAME_SIZE = 128 };

/* Folded, in order of preference. Sources: SOSI Plan 4.5 names (sosi.js, DiBK.Gml2Sosi), NPAD GML
 * and views, GeoServer tables, municipal ArcGIS services; reguleringsplanforslag 5.0 for hrefs.
 * Nested names are flattened by GDAL and by exports with '.', '|' or '_'. */
static const char *const spellings[HN_ROLE_COUNT][MAX_SPELLINGS] = {
    [HN_ROLE_ID] = {"lokalid", "identifikasjonlokalid", "identifikasjonidentifikasjonlokalid",
                    "identlokalid", "objid", "naturvernid", "kartlagtfoid"},
    [HN_ROLE_OBJECT_TYPE] = {"objtype", "objekttypenavn", "objekttype", "objtypenavn"},
    [HN_ROLE_MUNICIPALITY] = {"kommunenummer", "arealplanidkommunenummer",
                              "nasjonalarealplanidkommunenummer",
                              "nasjonalarealplanidadministrativenhetkommunenummer", "komm",
                              "nasjonalarealplanidkomm", "kommunenr", "kommune"},
    [HN_ROLE_PLAN_ID] = {"planidentifikasjon", "arealplanidplanidentifikasjon",
                         "nasjonalarealplanidplanidentifikasjon", "planid",
                         "nasjonalarealplanidplanid", "arealplanid", "nasjonalarealplanid"},
    [HN_ROLE_PLAN_NAME] = {"plannavn"},
    [HN_ROLE_PLAN_TYPE] = {"plantype"},
    [HN_ROLE_PLAN_STATUS] = {"planstatus", "planstat"},
    [HN_ROLE_PURPOSE] = {"arealformal"},
    [HN_ROLE_PURPOSE_KP] = {"kparealformal"},
    [HN_ROLE_PURPOSE_RP] = {"rparealformal"},
    [HN_ROLE_PURPOSE_1985] = {"oplareal", "arealbruk", "kparealbruk"},
    [HN_ROLE_PURPOSE_REG] = {"regform", "reguleringsformal", "rbformal"},
    [HN_ROLE_USE_STATUS] = {"arealbruksstatus", "arealst", "arealbrukstatus"},
    [HN_ROLE_LEVEL] = {"vertikalniva", "vertniv"},
    [HN_ROLE_AREA_NAME] = {"omradenavn", "omrnavn"},
    [HN_ROLE_FIELD_NAME] = {"feltbetegnelse", "feltnavn"},
    [HN_ROLE_HENSYN] = {"kpangitthensyn", "rpangitthensyn", "angitthensyn"},
    [HN_ROLE_DANGER] = {"kpfare", "rpfare", "fare"},
    [HN_ROLE_NOISE] = {"kpstoy", "rpstoy", "stoy"},
    [HN_ROLE_SAFETY] = {"kpsikring", "rpsikring", "sikring"},
    [HN_ROLE_BINDING] = {"kpbandlegging", "rpbandlegging", "bandlegging"},
    [HN_ROLE_INFRASTRUCTURE] = {"kpinfrastruktur", "rpinfrastruktur", "infrastruktur"},
    [HN_ROLE_IMPLEMENTATION] = {"kpgjennomforing", "rpgjennomforing", "gjennomforing"},
    [HN_ROLE_DETAIL] = {"kpdetaljering", "rpdetaljering", "detaljering"},
    [HN_ROLE_ZONE_NAME] = {"hensynsonenavn", "hensynssonenavn"},
    [HN_ROLE_IN_FORCE] = {"ikrafttredelsesdato", "ikraft"},
    [HN_ROLE_ADOPTED] = {"vedtakendeligplandato"},
    [HN_ROLE_LINK] = {"planomradehref", "arealplanhref", "rpomradehref", "kpomradehref"},
    [HN_ROLE_GML_ID] = {"gmlid"},
    [HN_ROLE_WEAK_ID] = {"globalid", "objectid", "gmlid"},
};

const char *hn_plan_spelling(hn_plan_role role, size_t number) {
    if ((unsigned)role >= HN_ROLE_COUNT || number >= MAX_SPELLINGS) return NULL;
    return spellings[role][number];
}

/* Where the last part of a nested name begins; NULL: the name is not nested, or it belongs to
 * something else (the plan that this one replaces, the copy that this one is). */
static const char *last_part(const char *field) {
    const char *last = NULL;
    for (const char *p = field; *p; p++)
        if (*p == '.' || *p == '|' || *p == ':' || *p == '/') last = p + 1;
    if (!last) return NULL;
    char folded[NAME_SIZE];
    hn_fold(field, folded, sizeof folded);
    return strncmp(folded, "opprinnelig", 11) == 0 || strncmp(folded, "kopidata", 8) == 0 ? NULL
                                                                                          : last;
}

/* Names that begin alike after ten characters, or mean another thing when cut. */
static bool may_be_cut(hn_plan_role role, const char *spelling) {
    static const char *const alike[] = {"arealplanid", "nasjonalarealplanid", "identifikasjon"};
    if (role == HN_ROLE_PURPOSE_REG || role == HN_ROLE_LINK) return false;
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
        if (strncmp(spelling, alike[i], strlen(alike[i])) == 0) return false;
    return true;
}

/* A Shapefile keeps ten bytes of a name; as UTF-8 they may be more, and the last letter less. */
static bool is_cut(hn_plan_role role, const char *field, const char *folded, const char *spelling) {
    size_t bytes = strlen(field), length = strlen(folded);
    return bytes >= 10 && bytes <= 13 && length >= 8 && length <= 10 && strlen(spelling) > length &&
           strncmp(folded, spelling, length) == 0 && may_be_cut(role, spelling);
}

/* 0: does not fit; else the lower the better. */
static size_t rank_of(hn_plan_role role, const char *field) {
    char whole[NAME_SIZE], part[NAME_SIZE] = "";
    hn_fold(field, whole, sizeof whole);
    const char *last = last_part(field);
    if (last) hn_fold(last, part, sizeof part);
    size_t best = 0;
    for (size_t i = 0; i < MAX_SPELLINGS && spellings[role][i]; i++) {
        const char *spelling = spellings[role][i];
        if (strcmp(whole, spelling) == 0) return 1 + i;
        if (!best && last && strcmp(part, spelling) == 0) best = 1 + MAX_SPELLINGS + i;
        if (!best && is_cut(role, field, whole, spelling)) best = 1 + 2 * MAX_SPELLINGS + i;
    }
    return best;
}

bool hn_plan_role_fits(hn_plan_role role, const char *field) {
    return (unsigned)role < HN_ROLE_COUNT && field && rank_of(role, field) != 0;
}

int hn_plan_find_role(hn_plan_role role, const char *const *fields, size_t count) {
    size_t best = 0;
    int found = -1;
    for (size_t i = 0; i < count; i++) {
        size_t rank = rank_of(role, fields[i]);
        if (!rank || (best && rank >= best)) continue;
        best = rank;
        found = (int)i;
    }
    return found;
}

static bool same_letters(const char *a, const char *b) {
    for (; *a && *b; a++, b++) {
        char x = *a >= 'A' && *a <= 'Z' ? (char)(*a - 'A' + 'a') : *a;
        char y = *b >= 'A' && *b <= 'Z' ? (char)(*b - 'A' + 'a') : *b;
        if (x != y) return false;
    }
    return *a == *b;
}

int hn_plan_find_field(const char *name, const char *const *fields, size_t count) {
    if (!name) return -1;
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, fields[i]) == 0) return (int)i;
    for (size_t i = 0; i < count; i++)
        if (same_letters(name, fields[i])) return (int)i;
    for (size_t i = 0; i < count; i++)
        if (hn_same(name, fields[i])) return (int)i;
    return -1;
}
