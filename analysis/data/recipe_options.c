/* recipe_options.c - the one table of options. A new option is a row here and, when it has a
 * value, a member of hensyn_job. */
#include "base/text.h"
#include "data/recipe.h"

#include <limits.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#define MEMBER(m) offsetof(hensyn_job, m), sizeof(((hensyn_job *)0)->m)
#define NO_MEMBER 0, 0
#define INFO HN_CMD_INFO
#define RUNS HN_CMD_RUNS
#define CONFLICT (HN_CMD_CONFLICT | HN_CMD_RUN)
#define ACCESS (HN_CMD_ACCESS | HN_CMD_RUN)
#define PLAN (CONFLICT | HN_CMD_ACCESS) /* with access: the barrier effect of the plan */
#define ALL HN_CMD_ALL
/* clang-format off */

/* Columns: key, letter, type, commands, repeats, recipe, value, choices, preset, low, high,
 * member, help in Norwegian and in English. */
static const hn_option options[] = {
    {"source", 0, HN_OPT_SOURCE, INFO, true, false, "SOURCE", NULL, NULL, 0, 0, MEMBER(inputs),
     "kilden som skal beskrives",
     "the source to describe"},
    {"plan", 0, HN_OPT_SOURCE, PLAN, true, true, "SOURCE", NULL, NULL, 0, 0, MEMBER(plan),
     "plan med arealformål; kan gjentas. Ved siden av distanser: hvilke stier den stenger",
     "plan with land-use areas; may repeat. Beside distances: which paths it closes"},
    {"hensyn", 0, HN_OPT_THEME_SOURCE, CONFLICT, true, true, "THEME=SOURCE", NULL, NULL, 0, 0,
     MEMBER(hensyn),
     "hensyn av ett tema, eller plan=SOURCE for planens egne hensynssoner; kan gjentas",
     "considerations of one theme, or plan=SOURCE for the plan's own zones; may repeat"},
    {"output", 'o', HN_OPT_PATH, RUNS, false, true, "FILE", NULL, NULL, 0, 0, MEMBER(output),
     "resultatfil: SpatiaLite, GeoPackage når den ender på .gpkg, PostGIS når den begynner med PG:",
     "result: SpatiaLite, GeoPackage when it ends in .gpkg, PostGIS when it begins with PG:"},
    {"overwrite", 0, HN_OPT_FLAG, RUNS, false, true, NULL, NULL, "false", 0, 0, MEMBER(overwrite),
     "erstatt et tidligere resultat fra hensyn",
     "replace an earlier result of hensyn"},
    {"map", 0, HN_OPT_PATH, RUNS, false, true, "FILE.png", NULL, NULL, 0, 0, MEMBER(map),
     "tegn også konfliktkartet som bilde",
     "also draw the conflict map as a picture"},
    {"boundary", 0, HN_OPT_SOURCE, RUNS, false, true, "SOURCE", NULL, NULL, 0, 0, MEMBER(boundary),
     "klipp planområdene til denne grensen; bare boliger innenfor den teller",
     "clip plan areas to this boundary; only dwellings inside it count"},
    {"kommune", 0, HN_OPT_TEXT, RUNS, false, true, "NR", NULL, NULL, 0, 0, MEMBER(kommune),
     "bare planobjekter i denne kommunen, fire siffer; merker også indikatorene",
     "only plan features of this municipality, four digits; labels indicators too"},
    {"navn", 0, HN_OPT_TEXT, RUNS, false, true, "TEXT", NULL, NULL, 0, 0, MEMBER(navn),
     "navn på kommunen eller området, til titler",
     "name of the municipality or area, for titles"},
    {"crs", 0, HN_OPT_EPSG, RUNS, false, true, "EPSG:n", NULL, NULL, 1, 999999, MEMBER(crs_epsg),
     "koordinatsystem det regnes og lagres i (standard: planens, nettets, ellers UTM-sonen)",
     "system that is worked and stored in (default: the plan's, the network's, else UTM)"},
    {"assume_crs", 0, HN_OPT_EPSG, RUNS | INFO, false, true, "EPSG:n", NULL, NULL, 1, 999999,
     MEMBER(assume_epsg),
     "koordinatsystem for kilder som ikke oppgir noe",
     "system of sources that give none"},
    {"allow_ballpark", 0, HN_OPT_FLAG, RUNS, false, true, NULL, NULL, "false", 0, 0,
     MEMBER(allow_ballpark),
     "godta omregning med ukjent nøyaktighet mellom koordinatsystemer",
     "accept transformations of unknown accuracy between systems"},
    {"measure", 0, HN_OPT_CHOICE, RUNS, false, true, NULL, "ellipsoidal|planar", "ellipsoidal", 0, 0,
     MEMBER(planar),
     "areal og lengde på ellipsoiden eller i kartplanet",
     "areas and lengths on the ellipsoid or in the map plane"},
    {"planstatus", 0, HN_OPT_LIST, PLAN, true, true, "N,N", NULL, "3,6", 0, 99, MEMBER(planstatus),
     "planstatus som tas med, der feltet finnes",
     "plan statuses that count, where the field exists"},
    {"plan_rank", 0, HN_OPT_CHOICE, PLAN, false, true, NULL, "none|order|newest", "none", 0, 0,
     MEMBER(plan_rank),
     "hvilken plan som gjelder der planer overlapper på samme vertikalnivå",
     "which plan stands where plans overlap on one level"},
    {"purpose_field", 0, HN_OPT_TEXT, PLAN | INFO, false, true, "F", NULL, NULL, 0, 0,
     MEMBER(purpose_field),
     "felt med arealformål i en plan som ingen modell kjenner",
     "field with the purpose in a plan that no model knows"},
    {"status_field", 0, HN_OPT_TEXT, PLAN | INFO, false, true, "F", NULL, NULL, 0, 0,
     MEMBER(status_field),
     "felt med arealbruksstatus (1, 2, 3) i en slik plan",
     "field with the land-use status (1, 2, 3) in such a plan"},
    {"development", 0, HN_OPT_LIST, PLAN, true, true, "CODE,...|all", NULL, NULL, 0, 0,
     MEMBER(development),
     "formål som regnes som utbygging (standard: tabellen utbygging.csv)",
     "purposes that count as development (default: the table utbygging.csv)"},
    {"buffer", 0, HN_OPT_THEME_VALUE, CONFLICT, true, true, "THEME=METRES", NULL, NULL, 0, 100000,
     NO_MEMBER,
     "nærhet som teller for et tema, i meter",
     "nearness that counts for a theme, in metres"},
    {"value_field", 0, HN_OPT_THEME_VALUE, CONFLICT, true, true, "THEME=FIELD", NULL, NULL, 0, 0,
     NO_MEMBER,
     "felt med verdien i et temas data",
     "field with the value in a theme's data"},
    {"name_field", 0, HN_OPT_THEME_VALUE, CONFLICT, true, true, "THEME=FIELD", NULL, NULL, 0, 0,
     NO_MEMBER,
     "felt med navnet i et temas data",
     "field with the name in a theme's data"},
    {"coverage", 0, HN_OPT_THEME_SOURCE, CONFLICT, true, true, "THEME=SOURCE", NULL, NULL, 0, 0,
     NO_MEMBER,
     "hvor et tema er kartlagt; kan gjentas",
     "where a theme has been mapped; may repeat"},
    {"id_field", 0, HN_OPT_TEXT, RUNS, false, true, "F", NULL, NULL, 0, 0, MEMBER(id_field),
     "felt med id der datamodellen ikke har noen",
     "field with the id where the data model has none"},
    {"all_overlaps", 0, HN_OPT_FLAG, CONFLICT, false, true, NULL, NULL, "false", 0, 0,
     MEMBER(all_overlaps),
     "skriv også par med konsekvens 0",
     "also write pairs of consequence 0"},
    {"partition", 0, HN_OPT_FLAG, CONFLICT, false, true, NULL, NULL, "false", 0, 0, MEMBER(partition),
     "skriv samlet_hensyn, oppdelingen etter hvilke hensyn som møtes",
     "write samlet_hensyn, the partition by which considerations meet"},
    {"sliver", 0, HN_OPT_NUMBER, CONFLICT, false, true, "METRES", NULL, "0.01", 0, 1000, MEMBER(sliver),
     "tynnere overlapp telles i sliver_m2 og skrives ikke",
     "thinner overlaps are counted in sliver_m2 and not written"},
    {"dust", 0, HN_OPT_NUMBER, CONFLICT, false, true, "METRES", NULL, "1", 0, 1000, MEMBER(dust),
     "tynnere par får status 'smal' og gir ingen konsekvens",
     "thinner pairs get status 'smal' and set no consequence"},
    {"network", 0, HN_OPT_SOURCE, ACCESS, true, true, "SOURCE", NULL, NULL, 0, 0,
     MEMBER(access.network),
     "veger og stier: NVDB, Elveg, FKB, N50, turruter, OSM eller linjer; kan gjentas",
     "roads and paths: NVDB, Elveg, FKB, N50, trails, OSM or lines; may repeat"},
    {"origins", 0, HN_OPT_SOURCE, ACCESS, true, true, "SOURCE", NULL, NULL, 0, 0,
     MEMBER(access.origins),
     "boliger: punkter, eller flater ved et punkt i dem; kan gjentas",
     "dwellings: points, or areas by a point inside them; may repeat"},
    {"destinations", 0, HN_OPT_SOURCE, ACCESS, true, true, "SOURCE", NULL, NULL, 0, 0,
     MEMBER(access.destinations),
     "rekreasjonsområder: flater, linjer eller punkter; kan gjentas",
     "recreation areas: areas, lines or points; may repeat"},
    {"mode", 0, HN_OPT_CHOICE, ACCESS, false, true, NULL, "gange|sykkel|bil", "gange", 0, 0,
     MEMBER(access.mode),
     "framkomstmåte; profilen sier hvilke lenker den kan bruke",
     "mode of travel; its profile says which links it may use"},
    {"cost", 0, HN_OPT_CHOICE, ACCESS, false, true, NULL, "lengde|tid", NULL, 0, 0,
     MEMBER(access.cost),
     "det som gjøres minst (standard: lengde, for bil tid)",
     "what is made least (default: length, for cars time)"},
    {"preset", 0, HN_OPT_TEXT, ACCESS, false, true, "NAME", NULL, NULL, 0, 0,
     MEMBER(access.preset),
     "ferdige størrelsesklasser: ssb, ssb-trygg, who, who-nett, ags, ags-nett (standard: ssb)",
     "ready size classes: ssb, ssb-trygg, who, who-nett, ags, ags-nett (default: ssb)"},
    {"class", 0, HN_OPT_CLASS, ACCESS, true, true, "NAME:MIN_AREA_M2:LIMIT_M", NULL, NULL, 0, 0,
     MEMBER(access.class_),
     "størrelsesklasse med grense, til slutt eventuelt :luftlinje; kan gjentas",
     "size class with its limit, at the end perhaps :luftlinje; may repeat"},
    {"population", 0, HN_OPT_LIST, ACCESS, true, true, "FIELD", NULL, NULL, 0, 0,
     MEMBER(access.population),
     "felt med antall bosatte: først alle, så grupper av dem; kan gjentas",
     "field with the number of residents: first all, then groups of them; may repeat"},
    {"districts", 0, HN_OPT_SOURCE, ACCESS, false, true, "SOURCE", NULL, NULL, 0, 0,
     MEMBER(access.districts),
     "kretser eller bydeler som indikatorene også gis for",
     "districts that the indicators are given for too"},
    {"entrances", 0, HN_OPT_SOURCE, ACCESS, false, true, "SOURCE", NULL, NULL, 0, 0,
     MEMBER(access.entrances),
     "kjente innganger til områdene",
     "known entrances to the areas"},
    {"inferred_entrance", 0, HN_OPT_NUMBER, ACCESS, false, true, "METRES", NULL, "30", 0, 10000,
     MEMBER(access.inferred_entrance),
     "så nær må en lenke gå for at inngang antas der ingen finnes",
     "how near a link must come for an entrance to be inferred where there is none"},
    {"snap", 0, HN_OPT_NUMBER, ACCESS, false, true, "METRES", NULL, "250", 0, 100000,
     MEMBER(access.snap),
     "lengste rette strekning fra bolig til lenke",
     "longest straight leg from dwelling to link"},
    {"join", 0, HN_OPT_NUMBER, ACCESS, false, true, "METRES", NULL, "0.1", 0, 100,
     MEMBER(access.join),
     "lenkeender så nær hverandre er samme node; 0: bare like posisjoner",
     "link ends this near to each other are one node; 0: equal positions only"},
    {"node_crossings", 0, HN_OPT_FLAG, ACCESS, false, true, NULL, NULL, "false", 0, 0,
     MEMBER(access.node_crossings),
     "linjer som krysser på samme nivå, møtes der",
     "lines that cross on one level meet there"},
    {"network_filter", 0, HN_OPT_TEXT, ACCESS, false, true, "SQL", NULL, NULL, 0, 0,
     MEMBER(access.network_filter),
     "utvalg av lenker, som |subset=, der kilden ikke selv har et",
     "selection of links, as |subset=, where the source has none itself"},
    {"cost_field", 0, HN_OPT_TEXT, ACCESS, false, true, "F", NULL, NULL, 0, 0,
     MEMBER(access.cost_field),
     "felt med kostnaden av en lenke: meter, med --cost tid sekunder",
     "field with the cost of a link: metres, with --cost tid seconds"},
    {"oneway_field", 0, HN_OPT_TEXT, ACCESS, false, true, "F", NULL, NULL, 0, 0,
     MEMBER(access.oneway_field),
     "felt med kjøreretning, som gjelder for alle framkomstmåter",
     "field with the direction of travel, which binds every mode"},
    {"safe", 0, HN_OPT_FLAG, ACCESS, false, true, NULL, NULL, "false", 0, 0, MEMBER(access.safe),
     "bruk bare trygge lenker",
     "use safe links only"},
    {"max_speed", 0, HN_OPT_NUMBER, ACCESS, false, true, "KMH", NULL, "30", 0, 200,
     MEMBER(access.max_speed),
     "høyeste fartsgrense på en trygg lenke",
     "highest speed limit of a safe link"},
    {"max_aadt", 0, HN_OPT_NUMBER, ACCESS, false, true, "N", NULL, "3000", 0, 1000000,
     MEMBER(access.max_aadt),
     "største årsdøgntrafikk på en trygg lenke",
     "largest daily traffic of a safe link"},
    {"max_distance", 0, HN_OPT_NUMBER, ACCESS, false, true, "METRES", NULL, NULL, 1, 10000000,
     MEMBER(access.max_distance),
     "let ikke lenger enn dette (standard: ingen grense)",
     "search no farther than this (default: no limit)"},
    {"dem", 0, HN_OPT_SOURCE, ACCESS, false, true, "SOURCE", NULL, NULL, 0, 0, MEMBER(access.dem),
     "høydemodell; gir gangfart etter stigning",
     "elevation model; gives walking speed by slope"},
    {"kernel", 0, HN_OPT_CHOICE, ACCESS, false, true, NULL,
     "none|dichotomy|exponential|gaussian|density|step", "none", 0, 0, MEMBER(access.kernel),
     "vekt etter avstand for areal per bosatt (flytende opptaksområde)",
     "weight by distance for area per resident (floating catchment)"},
    {"routes", 0, HN_OPT_FLAG, ACCESS, false, true, NULL, NULL, "false", 0, 0,
     MEMBER(access.routes),
     "skriv ruten fra hver bolig til nærmeste inngang",
     "write the route from each dwelling to its nearest entrance"},
    {"service_area", 0, HN_OPT_FLAG, ACCESS, false, true, NULL, NULL, "false", 0, 0,
     MEMBER(access.service_area),
     "skriv de delene av nettet som ligger innenfor grensene",
     "write the parts of the network that lie within the limits"},
    {"rules", 0, HN_OPT_PATH, RUNS | INFO, false, true, "DIR", NULL, NULL, 0, 0,
     MEMBER(rules_folder),
     "mappe med regelfiler som erstatter de innebygde av samme navn",
     "folder of rule files that replace the built-in ones of the same name"},
    {"min_cell", 0, HN_OPT_INTEGER, RUNS, false, true, "N", NULL, "0", 0, 1000000, MEMBER(min_cell),
     "antall personer under N blankes, status 'undertrykt'",
     "counts of people below N are blanked, status 'undertrykt'"},
    {"threads", 0, HN_OPT_INTEGER, RUNS, false, true, "N", NULL, NULL, 1, 1024, MEMBER(threads),
     "antall tråder (standard: alle kjerner)",
     "number of threads (default: all cores)"},
    {"max_memory", 0, HN_OPT_INTEGER, RUNS, false, true, "MB", NULL, NULL, 1, INT_MAX,
     MEMBER(max_memory_mb),
     "stopp heller enn å bruke mer minne enn dette (standard: ingen grense)",
     "stop rather than use more memory than this (default: no limit)"},
    {"strict", 0, HN_OPT_FLAG, RUNS, false, true, NULL, NULL, "false", 0, 0, MEMBER(strict),
     "stopp ved det første objektet som ikke kan brukes",
     "stop at the first feature that cannot be used"},
    {"dry_run", 0, HN_OPT_FLAG, RUNS, false, true, NULL, NULL, "false", 0, 0, MEMBER(dry_run),
     "kontroller alt og vis den fulle oppskriften, men skriv ingenting",
     "check everything and show the whole recipe, but write nothing"},
    {"export", 0, HN_OPT_PATH, HN_CMD_SCHEMA, false, false, "DIR", NULL, NULL, 0, 0, NO_MEMBER,
     "skriv filene til denne mappen",
     "write the files to this folder"},
    {"json", 0, HN_OPT_FLAG, ALL, false, true, NULL, NULL, "false", 0, 0, MEMBER(json),
     "svar som JSON på standard ut",
     "answer as JSON on standard output"},
    {"progress", 0, HN_OPT_CHOICE, ALL, false, true, NULL, "auto|bar|json|none", "auto", 0, 0,
     MEMBER(progress),
     "framdrift på standard feil; json: ett objekt per linje, også for meldinger",
     "progress on standard error; json: one object a line, messages too"},
    {"log_format", 0, HN_OPT_CHOICE, ALL, false, true, NULL, "text|json", "text", 0, 0,
     MEMBER(log_json),
     "form på meldinger på standard feil",
     "form of messages on standard error"},
    {"stdin_cancel", 0, HN_OPT_FLAG, ALL, false, true, NULL, NULL, "false", 0, 0,
     MEMBER(stdin_cancel),
     "avbryt når standard inn tar slutt",
     "cancel when standard input ends"},
    {"lang", 0, HN_OPT_CHOICE, ALL, false, true, NULL, "nb|en", "nb", 0, 0, MEMBER(english),
     "språk i meldinger og hjelp",
     "language of messages and help"},
};
/* clang-format on */
enum { OPTION_COUNT = sizeof options / sizeof *options };
_Static_assert(sizeof options / sizeof *options <= (size_t)HN_MAX_OPTIONS,
               "origin of hensyn_job holds every option");

const hn_option *hn_options(size_t *count) {
    *count = OPTION_COUNT;
    return options;
}

/* Is text, with '-' for '_', the beginning of key? *whole: and all of it. */
static bool begins(const char *key, const char *text, bool *whole) {
    for (; *text; key++, text++)
        if (*key != (*text == '-' ? '_' : *text)) return false;
    *whole = *key == '\0';
    return true;
}

static const char *bare(const char *key) { return strncmp(key, "--", 2) == 0 ? key + 2 : key; }

const hn_option *hn_option_find(const char *key) {
    bool whole;
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (begins(options[i].key, bare(key), &whole) && whole) return &options[i];
    return NULL;
}

const char *hn_option_nearest(const char *key, unsigned commands) {
    const char *names[OPTION_COUNT];
    size_t count = 0, matches = 0;
    const char *word = bare(key), *match = NULL;
    bool whole;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (!(options[i].commands & commands)) continue;
        names[count++] = options[i].key;
        if (strlen(word) < 2 || !begins(options[i].key, word, &whole)) continue;
        match = options[i].key;
        matches++;
    }
    /* The beginning of one key alone is that key, however much of it is missing. */
    return matches == 1 ? match : hn_nearest(word, names, count);
}

bool hn_option_of_theme(const hn_option *option) {
    return (option->type == HN_OPT_THEME_VALUE || option->type == HN_OPT_THEME_SOURCE) &&
           option->size == 0;
}

bool hn_option_of_access(const hn_option *option) {
    return (option->commands & HN_CMD_ACCESS) && !(option->commands & HN_CMD_CONFLICT);
}

bool hn_option_of_conflict(const hn_option *option) {
    return (option->commands & HN_CMD_CONFLICT) && !(option->commands & HN_CMD_ACCESS);
}
