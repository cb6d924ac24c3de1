#!/bin/sh
# Installs what hensyn needs on Debian 12.  build: to build and run.  test: what the tests use too.
set -eu

build="cmake ninja-build gcc g++ libc6-dev pkg-config ca-certificates libgdal-dev libproj-dev
  libgeos-dev libsqlite3-dev libspatialite-dev libyaml-dev libjansson-dev libssl-dev libpq-dev
  libcairo2-dev fonts-dejavu-core"
test="libcmocka-dev gdal-bin sqlite3 libsqlite3-mod-spatialite python3 python3-gdal python3-yaml
  clang clang-format-14 libclang-rt-14-dev postgresql-15 postgresql-15-postgis-3
  postgresql-15-pgrouting qgis python3-qgis libmimalloc2.0 procps"

case "${1:-build}" in
build) wanted=$build ;;
test) wanted="$build $test" ;;
*) echo "usage: $0 build|test" >&2; exit 2 ;;
esac

missing=
for package in $wanted; do
  dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' ||
    missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "run as root, or install:$missing" >&2; exit 1; }
  as_root=sudo
fi
echo "installing:$missing"
$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
# shellcheck disable=SC2086  # the list is words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  $missing >/dev/null
