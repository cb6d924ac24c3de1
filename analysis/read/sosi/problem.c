/* problem.c - what is wrong, in words. */
#include "internal.h"

#include <stdio.h>
#include <string.h>

bool sosi_problem_bars(sosi_code code) {
    return code >= SOSI_NO_COORDINATES && code <= SOSI_COORDINATE_BEYOND;
}

sosi_problem *sosi_found_add(sosi_found *found, sosi_code code) {
    for (size_t i = 0; i < found->count; i++)
        if (found->problem[i].code == code) return &found->problem[i];
    /* There are fewer codes that one object can have than places. */
    if (found->count == SOSI_MOST_PROBLEMS) return &found->problem[SOSI_MOST_PROBLEMS - 1];
    sosi_problem *made = &found->problem[found->count++];
    *made = (sosi_problem){.code = code, .line = found->line, .serial = found->serial};
    return made;
}

bool sosi_found_bars(const sosi_found *found) {
    for (size_t i = 0; i < found->count; i++)
        if (sosi_problem_bars(found->problem[i].code)) return true;
    return false;
}

/* %o other, %w word, %c count, %s size. */
static const struct {
    sosi_code code;
    const char *nb, *en;
} texts[] = {
    {SOSI_NOT_UNDERSTOOD, "ikke forstått: %w", "not understood: %w"},
    {SOSI_LINE_TOO_LONG, "linjen er for lang", "the line is too long"},
    {SOSI_TOO_MANY_TYPES, "filen har flere objekttyper eller egenskaper enn noen SOSI-fil",
     "the file has more object types or attributes than any SOSI file"},
    {SOSI_NOT_SOSI, "filen begynner ikke med .HODE", "the file does not begin with .HODE"},
    {SOSI_UNIT_LACKS, "filhodet mangler ENHET", "the file header lacks ENHET"},
    {SOSI_ORIGIN_LACKS, "filhodet mangler ORIGO-NØ", "the file header lacks ORIGO-NØ"},
    {SOSI_UNIT_BEYOND, "ENHET eller ORIGO-NØ har for mange siffer: %w",
     "ENHET or ORIGO-NØ has too many digits: %w"},
    {SOSI_TRANSPAR_DIFFERS, "filhodet oppgir %w flere ganger, med ulik verdi",
     "the file header states %w more than once, with different values"},
    {SOSI_CANNOT_READ, "kan ikke leses", "cannot be read"},
    {SOSI_OUT_OF_MEMORY, "for lite minne", "out of memory"},
    {SOSI_CHARSET_DIFFERS, "TEGNSETT stemmer ikke med innholdet; %w er antatt",
     "TEGNSETT disagrees with the content; %w is assumed"},
    {SOSI_END_LACKS, ".SLUTT mangler; filen kan være avkortet",
     ".SLUTT is missing; the file may be cut short"},
    {SOSI_OUTSIDE_STATED, "koordinater ligger %s utenfor OMRÅDE i filhodet",
     "coordinates lie %s beyond OMRÅDE of the file header"},
    {SOSI_POINT_ATTRIBUTE, "egenskaper til enkeltpunkter er ikke brukt (%w)",
     "attributes of single points are not used (%w)"},
    {SOSI_NO_COORDINATES, "%w har ingen koordinater", "%w has no coordinates"},
    {SOSI_NO_BORDER, "flaten har ingen grense", "the area has no border"},
    {SOSI_REFERENCE_LACKS, "flaten viser til %o, som ikke finnes",
     "the area refers to %o, which does not exist"},
    {SOSI_REFERENCE_UNREAD, "flaten viser til %w %o, som ikke leses som grense",
     "the area refers to %w %o, which is not read as a border"},
    {SOSI_REFERENCE_AGAIN, "flaten viser til %o flere ganger enn en grense kan brukes",
     "the area refers to %o more often than a border can be used"},
    {SOSI_REFERENCE_CIRCLE, "flaten viser til seg selv gjennom %o",
     "the area refers to itself through %o"},
    {SOSI_BORDER_OPEN, "grensen lukker seg ikke; etter %o mangler %s",
     "the border does not close; after %o there is a gap of %s"},
    {SOSI_BORDER_APART, "grensen er flere ringer uten parentes",
     "the border is several rings without parentheses"},
    {SOSI_NOT_DRAWN, "%w med %c punkter kan ikke tegnes", "%w with %c points cannot be drawn"},
    {SOSI_FORM_UNREAD, "geometrien %w leses ikke", "geometry %w is not read"},
    {SOSI_COORDINATE_BEYOND, "en koordinat har for mange siffer",
     "a coordinate has too many digits"},
    {SOSI_GAP_CLOSED, "gap på inntil %s mellom grensene er lukket",
     "gaps of up to %s between the borders were closed"},
    {SOSI_ORDER_IGNORED,
     "grensene henger sammen, men i en annen rekkefølge eller retning enn "
     "oppgitt",
     "the borders join, but in another order or direction than stated"},
    {SOSI_CHORDS, "%w er tegnet som rette linjer mellom punktene",
     "%w is drawn as straight lines between its points"},
    {SOSI_NUMBER_TWICE, "flere objekter har nummer %o; det første er brukt",
     "several objects have number %o; the first is used"},
};

/* The value a letter stands for. */
static void value_of(const sosi_problem *problem, char letter, char out[80]) {
    switch (letter) {
    case 'o':
        snprintf(out, 80, "%lld", (long long)problem->other);
        break;
    case 'c':
        snprintf(out, 80, "%lld", (long long)problem->count);
        break;
    case 's':
        snprintf(out, 80, "%.6g", problem->size);
        break;
    default:
        snprintf(out, 80, "%s", problem->word);
    }
}

void sosi_problem_text(const sosi_problem *problem, bool norwegian, char *out, size_t size) {
    const char *format = "";
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].code == problem->code) format = norwegian ? texts[i].nb : texts[i].en;
    size_t used = 0;
    if (size) out[0] = '\0';
    for (const char *p = format; *p && used + 1 < size; p++) {
        char value[80] = {*p, '\0'};
        if (*p == '%') value_of(problem, *++p, value);
        int wrote = snprintf(out + used, size - used, "%s", value);
        used += wrote > 0 && (size_t)wrote < size - used ? (size_t)wrote : size - used - 1;
    }
}
