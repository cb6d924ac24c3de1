#!/bin/sh
# Installs what is missing, builds hensyn and passes every test: first those of the core under the
# address and undefined behaviour sanitizers, then all of them on the ordinary build.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top"
jobs=$(nproc)

sh cmake/install-dependencies.sh test

# A PostgreSQL server of our own for the tests, on a socket in a folder that goes away with it.
server=$(mktemp -d /tmp/hensyn-postgres-XXXXXX)
programs=/usr/lib/postgresql/15/bin
as_server() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}
stop_server() {
  as_server "$programs/pg_ctl" -D "$server/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$server"
}
trap stop_server EXIT
[ "$(id -u)" -ne 0 ] || chown postgres "$server"
as_server "$programs/initdb" -D "$server/data" -A trust -U hensyn -E UTF8 --locale=C.UTF-8 >/dev/null
as_server "$programs/pg_ctl" -D "$server/data" -o "-k $server -c listen_addresses= -c fsync=off" \
  -l "$server/log" -w start >/dev/null
as_server "$programs/createdb" -h "$server" -U hensyn hensyn
HENSYN_TEST_PG="host=$server dbname=hensyn user=hensyn"
export HENSYN_TEST_PG

cmake --preset sanitize >/dev/null
cmake --build --preset sanitize
# What libraries keep or lose is not ours to judge: see lsan.supp.
LSAN_OPTIONS="suppressions=$top/tests/lsan.supp" ctest --preset sanitize -j "$jobs" \
  --no-tests=error

cmake --preset default >/dev/null
cmake --build --preset default
ctest --preset default -j "$jobs" --no-tests=error
