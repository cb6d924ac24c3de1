#!/bin/sh
# Lets clang's libFuzzer search for input that breaks the SOSI reader, with the address and
# undefined-behaviour sanitizers, from the corpus in the tree, in a build folder of its own.
# fuzz.sh SOURCE BUILD [SECONDS]; 77: not possible here. What it finds lies in BUILD/found.
set -eu
source=$1
build=$2
seconds=${3:-60}
mkdir -p "$build/found" "$build/corpus"
if ! command -v clang >/dev/null; then
    echo "skipped: no clang"
    exit 77
fi
printf 'int LLVMFuzzerTestOneInput(const char *b, unsigned long n) { (void)b; (void)n; return 0; }\n' \
    >"$build/try.c"
if ! clang -fsanitize=fuzzer,address,undefined "$build/try.c" -o "$build/try" 2>/dev/null; then
    echo "skipped: this clang has no libFuzzer"
    exit 77
fi
clang -std=c17 -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer,address,undefined \
    -fno-sanitize-recover=undefined -DSOSI_LIBFUZZER -I"$source/analysis" \
    "$source/tests/fuzz/fuzz_sosi.c" "$source"/analysis/read/sosi/*.c -lm -o "$build/fuzz_sosi"
# An input may take 20 s and 2 GB at most; both are far more than any needs.
"$build/fuzz_sosi" -max_total_time="$seconds" -max_len=8192 -timeout=20 -rss_limit_mb=2048 \
    -dict="$source/tests/fuzz/sosi.dict" -artifact_prefix="$build/found/" -print_final_stats=1 \
    "$build/corpus" "$source/tests/fuzz/corpus" >"$build/log" 2>&1 ||
    { tail -60 "$build/log"; exit 1; }
grep -E "^(Done|stat::number_of_executed_units|stat::peak_rss_mb)" "$build/log"
