#!/usr/bin/env python3
"""Times hensyn's SOSI reader and GDAL's driver in turns on a generated file.

    /usr/bin/python3 tests/bench/sosi_bench.py [--rounds 5] [--megabytes 200] [--folder DIR]
                                               [--build build] [--without gdal]

Both walk every object and every point with one thread. GDAL's driver makes an index folder beside
the file when it first opens it; each of its rounds begins without one, and once more with it. Times
are those of the processor, since other work on the machine does not change them much.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import tempfile


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--megabytes", type=float, default=200)
    parser.add_argument("--folder")
    parser.add_argument("--build", default="build")
    parser.add_argument("--without", choices=["gdal"])
    return parser.parse_args()


def run(program, kind, path):
    """Seconds of the processor and the line that the program wrote."""
    line = subprocess.run([program, kind, path], check=True, capture_output=True, text=True).stdout
    return float(line.split("processor ")[1].split()[0]), line.strip()


def remove_index(path):
    shutil.rmtree(os.path.splitext(path)[0], ignore_errors=True)


def rounds(args, program, path):
    times = {}
    for number in range(args.rounds):
        turns = [("hensyn", "hensyn")]
        if not args.without:
            turns += [("gdal", "gdal, no index yet"), ("gdal", "gdal, index there")]
        for kind, name in turns:
            if name.endswith("yet"):
                remove_index(path)
            seconds, line = run(program, kind, path)
            times.setdefault(name, []).append(seconds)
            print(f"round {number + 1}, {name}: {line}", flush=True)
    remove_index(path)
    return times


def main():
    args = options()
    programs = os.path.join(args.build, "tests", "bench")
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        path = os.path.join(folder, "plan.sos")
        subprocess.run([os.path.join(programs, "hensyn_bench_sosi_generate"), path,
                        str(args.megabytes)], check=True)
        size = os.path.getsize(path) / 1e6
        times = rounds(args, os.path.join(programs, "hensyn_bench_sosi_read"), path)
    print(f"\n{size:.1f} MB; median, fastest, slowest of {args.rounds} rounds")
    for name, seconds in times.items():
        middle = statistics.median(seconds)
        print(f"{name:20} {middle:7.2f} s {min(seconds):7.2f} {max(seconds):7.2f}  {size / middle:7.1f} MB/s")


if __name__ == "__main__":
    main()
