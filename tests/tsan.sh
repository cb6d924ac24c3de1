#!/bin/sh
# Builds random tests of both engines with the thread sanitizer, in a folder of their own, and runs
# them: no data race in the engines. tsan.sh SOURCE BUILD; 77: not possible here.
set -eu
source=$1
build=$2
check=$(mktemp -d)
trap 'rm -rf "$check"' EXIT
echo 'int main(void) { return 0; }' >"$check/a.c"
if ! cc -fsanitize=thread "$check/a.c" -o "$check/a" 2>/dev/null || ! "$check/a"; then
    echo "skipped: this compiler or system has no thread sanitizer"
    exit 77
fi
cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo \
    -DHENSYN_SANITIZE=thread >"$check/log" 2>&1 || { cat "$check/log"; exit 1; }
tests="test_conflict_random test_reach_random test_access_noding test_access_severance
    test_verify_engine"
# shellcheck disable=SC2086  # the list is words
cmake --build "$build" --target $tests -- -j2 >"$check/log" 2>&1 || { tail -50 "$check/log"; exit 1; }
# A race ends a program with 66.
for test in $tests; do
    TSAN_OPTIONS="halt_on_error=1 exitcode=66" "$build/tests/$test"
done
