#!/bin/sh
# Installs what is missing, builds hensyn and runs the sample municipality from recipe to map.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top"

sh cmake/install-dependencies.sh build
cmake --preset default >/dev/null
cmake --build --preset default
mkdir -p build/demo
build/hensyn run sample-data/demo.yaml --overwrite -o build/demo/demo.sqlite \
  --map build/demo/demo.png
build/hensyn verify build/demo/demo.sqlite >/dev/null

echo
echo "result       build/demo/demo.sqlite   (every invariant holds)"
echo "QGIS project build/demo/demo.qgs"
echo "map picture  build/demo/demo.png"
