// header_cpp.cpp - the public header alone, as C++17 with -pedantic -Werror; built, never run.
#include "hensyn.h"
// Twice does no harm.
#include "hensyn.h"

int header_in_cpp();
int header_in_cpp() {
    hensyn_report report = HENSYN_REPORT_INIT;
    hensyn_status (*run)(hensyn_context *, const hensyn_job *, hensyn_report *) = &hensyn_run;
    return run != nullptr && report.version == 1u && HENSYN_OK == 0;
}
