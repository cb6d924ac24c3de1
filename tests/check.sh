#!/bin/sh
# Installs what is missing, builds hensyn and passes every test, then once more the tests of the
# core under the address and undefined behaviour sanitizers.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top"

sh cmake/install-dependencies.sh test
jobs=$(nproc)

cmake --preset sanitize >/dev/null
cmake --build --preset sanitize
# libyaml loses a block when an allocation fails inside it; only that is suppressed.
LSAN_OPTIONS=suppressions="$top/tests/lsan.supp" ctest --preset sanitize -j "$jobs" --no-tests=error

cmake --preset default >/dev/null
cmake --build --preset default
ctest --preset default -j "$jobs" --no-tests=error
