/* header_c.c - the public header alone, as C17 with -pedantic -Werror; built, never run. */
#include "hensyn.h"
/* Twice does no harm. */
#include "hensyn.h"

static hensyn_report report = HENSYN_REPORT_INIT;

int header_in_c(void);
int header_in_c(void) { return report.version == 1u && HENSYN_OK == 0 && HENSYN_PROTOCOL >= 1; }
