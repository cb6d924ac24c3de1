"""One session of a benchmark: its data, its rounds, and what came out of them by name."""

import argparse
import os
import shutil
import sys
import tempfile

from process import Failed, await_calm, load, run

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(HERE, "..", "..", "build")


def arguments(text, generator, parts):
    """A parser with the options that every benchmark has."""
    parser = argparse.ArgumentParser(description=text.split("\n", 1)[0])
    parser.add_argument("work", nargs="?",
                        help="folder for data and results; default a temporary one")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1.0, help="size of the made-up data")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", default=os.path.join(BUILD, "hensyn"))
    parser.add_argument("--generator", default=os.path.join(BUILD, "tests", "bench", generator))
    parser.add_argument("--pg", metavar="CONNINFO", help="a database that may be filled; default "
                        "hensyn_bench, made and dropped")
    parser.add_argument("--qgis-limit", type=float, default=1800, metavar="SECONDS")
    parser.add_argument("--calm", type=float, default=0, metavar="SECONDS", help="before each "
                        "program wait at most so long for the processors to be idle")
    parser.add_argument("--without", action="append", default=[], choices=parts)
    return parser


def generate(options, folder, scale):
    """Makes the data unless the folder already holds them."""
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


class Session:
    """Programs run in turns; each outcome is told at once and kept."""

    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.outcomes = {}
        self.data = generate(options, folder, options.scale)

    def wants(self, part):
        return part not in self.options.without

    def note(self, name, outcome):
        self.outcomes.setdefault(name, []).append(outcome)
        more = "more than " if outcome.cost.cut_off else ""
        print(f"  {name}: {more}{outcome.cost.seconds:.2f} s", flush=True)
        return outcome

    def calm(self):
        await_calm(self.options.calm)

    def result(self, name):
        return os.path.join(self.folder, f"result_{name.replace(' ', '_')}.sqlite")

    def round(self):
        raise NotImplementedError

    def after(self):
        """What runs once."""

    def tell(self):
        raise NotImplementedError

    def close(self):
        """Gives back what the session holds outside its folder."""


def main(options, kind):
    folder = options.work or tempfile.mkdtemp(prefix="hensyn_bench_")
    os.makedirs(folder, exist_ok=True)
    session = None
    try:
        session = kind(options, folder)
        for number in range(1, options.rounds + 1):
            print(f"round {number} (load {load():.1f})", flush=True)
            session.round()
        session.after()
        print()
        session.tell()
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    finally:
        if session:
            session.close()
        if not options.work:
            shutil.rmtree(folder, ignore_errors=True)
    return 0
