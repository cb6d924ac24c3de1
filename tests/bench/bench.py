#!/usr/bin/python3
"""Times hensyn against ogr2ogr, PostGIS and QGIS on a made-up large municipality.

The programs run in turns within each round, so that whatever else the machine does meets all of
them; ratios are taken within a round, and the median over the rounds is told. Nothing here passes
or fails by a time.
"""

import argparse
import glob
import os
import shutil
import sys
import tempfile

import contenders
import table
from process import Failed, await_calm, found, load, run

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(HERE, "..", "..", "build")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("work", nargs="?",
                        help="folder for data and results; default a temporary one")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1.0, help="size of the municipality")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", default=os.path.join(BUILD, "hensyn"))
    parser.add_argument("--generator",
                        default=os.path.join(BUILD, "tests", "bench", "hensyn_bench_generate"))
    parser.add_argument("--pg", metavar="CONNINFO", help="a database that may be filled; default "
                        "hensyn_bench, made and dropped")
    parser.add_argument("--qgis-limit", type=float, default=1800, metavar="SECONDS")
    parser.add_argument("--calm", type=float, default=0, metavar="SECONDS", help="before each "
                        "program wait at most so long for the processors to be idle")
    parser.add_argument("--without", action="append", default=[],
                        choices=["ogr2ogr", "postgis", "qgis", "double", "mimalloc"])
    return parser.parse_args()


def generate(options, folder, scale):
    """Makes the municipality unless the folder already holds it."""
    data = os.path.join(folder, f"data_{scale:g}_{options.seed}")
    mark = os.path.join(data, "done.txt")
    if not os.path.exists(mark):
        os.makedirs(data, exist_ok=True)
        _, text = run([options.generator, "--scale", str(scale), "--seed", str(options.seed), data])
        with open(mark, "w", encoding="utf-8") as file:
            file.write(text)
    with open(mark, encoding="utf-8") as file:
        print(f"scale {scale:g}:\n{file.read()}", flush=True)
    return data


class Bench:
    """The rounds, and what came out of them by name."""

    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.outcomes = {}
        self.data = generate(options, folder, options.scale)
        self.double = None
        if "double" not in options.without:
            self.double = generate(options, folder, 2 * options.scale)
        self.mimalloc = None
        libraries = sorted(glob.glob("/usr/lib/*/libmimalloc.so*")) + sorted(
            glob.glob("/usr/local/lib/libmimalloc.so*"))
        if libraries and "mimalloc" not in options.without:
            self.mimalloc = libraries[0]
        self.postgis = None
        if "postgis" not in options.without and found("psql"):
            self.postgis = contenders.PostGIS(options.pg)
            self.postgis.start()
            self.postgis.load(self.data)

    def note(self, name, outcome):
        self.outcomes.setdefault(name, []).append(outcome)
        more = "more than " if outcome.cost.cut_off else ""
        print(f"  {name}: {more}{outcome.cost.seconds:.2f} s", flush=True)

    def hensyn(self, name, threads, data=None, preload=None):
        result = os.path.join(self.folder, f"result_{name.replace(' ', '_')}.sqlite")
        await_calm(self.options.calm)
        outcome = contenders.hensyn(self.options.program, data or self.data, result, threads,
                                    preload)
        self.note(name, outcome)
        return result

    def round(self, number):
        print(f"round {number} (load {load():.1f})", flush=True)
        result = self.hensyn("hensyn, 1 thread", 1)
        self.hensyn("hensyn, 2 threads", 2)
        if "ogr2ogr" not in self.options.without:
            await_calm(self.options.calm)
            self.note("ogr2ogr", contenders.ogr2ogr(self.data, result, self.folder))
        if self.postgis:
            await_calm(self.options.calm)
            self.note("PostGIS", self.postgis.query(self.data))
        if self.double:
            self.hensyn("double, 1 thread", 1, self.double)
        if self.mimalloc:
            self.hensyn("mimalloc, 1 thread", 1, preload=self.mimalloc)
            self.hensyn("mimalloc, 2 threads", 2, preload=self.mimalloc)

    def qgis(self):
        if "qgis" in self.options.without or not os.access(contenders.QGIS, os.X_OK):
            return
        qgis = contenders.Qgis(self.folder, self.options.qgis_limit)
        await_calm(self.options.calm)
        self.note("QGIS", qgis.overlay(self.data))
        qgis.close()

    def close(self):
        if self.postgis and not self.options.pg:
            self.postgis.drop()


def main():
    options = arguments()
    folder = options.work or tempfile.mkdtemp(prefix="hensyn_bench_")
    os.makedirs(folder, exist_ok=True)
    bench = None
    try:
        bench = Bench(options, folder)
        for number in range(1, options.rounds + 1):
            bench.round(number)
        bench.qgis()
        print()
        table.tell(bench.outcomes)
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    finally:
        if bench:
            bench.close()
        if not options.work:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
