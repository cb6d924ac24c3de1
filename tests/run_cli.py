#!/usr/bin/python3
"""Runs command-line cases from a YAML file against the hensyn program.

    run_cli.py PROGRAM CASES.yaml [NAME...]

A case file is a list of cases with the keys

    name         what the case shows
    args         list of arguments; {data} is the folder of real data
    files        files to write first: name -> text (a value {copy: NAME} copies an earlier one)
    grid         file -> n: writes a GeoJSON of n x n squares of 100 m, for runs that take a while
    stdin        'closed' (default): ends at once; 'open': stays open; else the text itself
    interrupt    a word: SIGINT is sent as soon as standard error holds it
    first        earlier calls whose exit code has to be 0: list of argument lists
    exit         expected exit code
    stdout       patterns (re.search, MULTILINE) that standard output has to match
    stderr       the same for standard error
    not_stdout   patterns that must not match; not_stderr likewise
    json         dotted path -> value in the JSON document on standard output
    lines        true: every line of standard error is a JSON object of --progress json, progress
                 never goes back, and the last line is the result with the exit code
    result       member -> value in that last line
    exists       files that have to be there afterwards; absent: files that must not
    same_as      file -> earlier name: contents that must not have changed
    rows         SQL -> rows it has to give on the result ut.sqlite, numbers to 1e-6
    needs        path under {data}: the case is skipped, with a word, where it is absent

Every case runs in an empty folder of its own.
"""
import contextlib
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile

try:
    import yaml
except ImportError:
    print("skipped: python3-yaml is not installed")
    sys.exit(77)

TIMEOUT_S = 300
KNOWN = {"name", "args", "files", "grid", "stdin", "interrupt", "first", "exit", "stdout", "stderr", "not_stdout",
         "not_stderr", "json", "lines", "result", "exists", "absent", "same_as", "needs", "rows"}


def interrupted(process, word):
    """Reads standard error line by line and interrupts the process at the word."""
    err = b""
    for line in process.stderr:
        if word.encode() in line and word.encode() not in err:
            process.send_signal(signal.SIGINT)
        err += line
    out = process.stdout.read()
    return out, err


def call(program, args, folder, data, stdin, interrupt=None):
    """Exit code and both outputs of one call."""
    args = [str(a).replace("{data}", data) for a in args]
    process = subprocess.Popen([program, *args], cwd=folder, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if interrupt:
        out, err = interrupted(process, interrupt)
        process.wait(timeout=TIMEOUT_S)
        process.stdin.close()
    elif stdin == "open":
        # communicate() would close it: the outputs are read to their end first.
        keep, process.stdin = process.stdin, None
        out, err = process.communicate(timeout=TIMEOUT_S)
        keep.close()
    else:
        text = b"" if stdin == "closed" else stdin.encode()
        out, err = process.communicate(text, timeout=TIMEOUT_S)
    return process.returncode, out.decode(), err.decode()


def member(document, path):
    """What stands at a dotted path, such as sources.0.layers.1.name."""
    for key in path.split("."):
        document = document[int(key)] if isinstance(document, list) else document[key]
    return document


def check_lines(err, code, wanted):
    """The rules of --progress json."""
    lines = [json.loads(line) for line in err.splitlines()]
    faults, last = [], 0.0
    for line in lines:
        kind = line["type"]
        if kind == "progress":
            if not last <= line["pct"] <= 100 or not line["step"]:
                faults.append(f"bad progress line {line} after {last}")
            last = line["pct"]
        elif kind == "log":
            if line["level"] not in ("info", "warning", "error") or not line["text"]:
                faults.append(f"bad log line {line}")
        elif kind != "result":
            faults.append(f"unknown type in {line}")
    if [line["type"] for line in lines].count("result") != 1 or lines[-1]["type"] != "result":
        faults.append("the last line, and only it, has to be the result")
    elif lines[-1]["exit_code"] != code:
        faults.append(f"exit code {code}, but the result says {lines[-1]['exit_code']}")
    for key, value in wanted.items():
        if lines[-1].get(key) != value:
            faults.append(f"result: {key} is {lines[-1].get(key)!r}, not {value!r}")
    return faults


def check_json(out, wanted):
    try:
        document = json.loads(out)
    except ValueError as error:
        return [f"standard output is no JSON: {error}"]
    faults = []
    for path, value in wanted.items():
        try:
            found = member(document, path)
        except (KeyError, IndexError, TypeError):
            faults.append(f"{path} is not there")
            continue
        if found != value:
            faults.append(f"{path} is {found!r}, not {value!r}")
    return faults


def same_value(found, wanted):
    if isinstance(found, float) and isinstance(wanted, (int, float)):
        return abs(found - wanted) <= 1e-6 * max(1.0, abs(wanted))
    return found == wanted


def check_rows(path, queries):
    """Rows of the result; a fault says what was found."""
    if not os.path.exists(path):
        return ["there is no result to ask"]
    faults = []
    with contextlib.closing(sqlite3.connect(path)) as db:
        for sql, wanted in queries.items():
            found = [list(row) for row in db.execute(sql)]
            if len(found) != len(wanted) or not all(
                    len(f) == len(w) and all(map(same_value, f, w)) for f, w in zip(found, wanted)):
                faults.append(f"{sql}: {found}, not {wanted}")
    return faults


def check(case, code, out, err, folder):
    """Everything that is not as the case says."""
    faults = []
    if code != case["exit"]:
        faults.append(f"exit code {code}, not {case['exit']}")
    for key, text in (("stdout", out), ("stderr", err)):
        faults += [f"{key} does not match {p!r}" for p in case.get(key, [])
                   if not re.search(p, text, re.MULTILINE)]
        faults += [f"{key} must not match {p!r}" for p in case.get("not_" + key, [])
                   if re.search(p, text, re.MULTILINE)]
    if "json" in case:
        faults += check_json(out, case["json"])
    if case.get("lines"):
        try:
            faults += check_lines(err, code, case.get("result", {}))
        except (ValueError, KeyError, IndexError) as error:
            faults.append(f"standard error is not JSON lines: {error!r}")
    if "rows" in case:
        faults += check_rows(os.path.join(folder, "ut.sqlite"), case["rows"])
    there = set(os.listdir(folder))
    faults += [f"{n} is missing" for n in case.get("exists", []) if n not in there]
    faults += [f"{n} must not be there" for n in case.get("absent", []) if n in there]
    for name, text in case.get("same_as", {}).items():
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            if file.read() != case["files"][text]:
                faults.append(f"{name} has changed")
    return faults


def grid(side):
    """Squares with purpose 1110 and value 3, row by row."""
    features = []
    for row in range(side):
        for column in range(side):
            x, y = 473000 + 100 * column, 7463000 + 100 * row
            ring = [[x, y], [x + 100, y], [x + 100, y + 100], [x, y + 100], [x, y]]
            features.append({"type": "Feature",
                             "properties": {"kpareal_formål": "1110", "arealst": "2", "verdi": 3},
                             "geometry": {"type": "Polygon", "coordinates": [ring]}})
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}
    return json.dumps({"type": "FeatureCollection", "name": "KpArealformålOmråde", "crs": crs,
                       "features": features})


def write_files(case, shared, folder):
    for name, side in case.get("grid", {}).items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(grid(side))
    for name, text in case.get("files", {}).items():
        if isinstance(text, dict):
            text = shared[text["copy"]]
        shared[name] = text
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())


def run_case(program, case, shared, data):
    """Faults of one case, with its outputs when there are any."""
    unknown = set(case) - KNOWN
    if unknown:
        return [f"unknown keys {sorted(unknown)}"]
    with tempfile.TemporaryDirectory() as folder:
        write_files(case, shared, folder)
        for args in case.get("first", []):
            code, out, err = call(program, args, folder, data, "open")
            if code != 0:
                return [f"{args} gave {code}", out, err]
        code, out, err = call(program, case["args"], folder, data, case.get("stdin", "closed"),
                              case.get("interrupt"))
        faults = check(case, code, out, err, folder)
    return faults + ["--- stdout", out, "--- stderr", err] if faults else []


def main():
    program, path, names = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3:]
    data = os.environ.get("HENSYN_TEST_DATA", "")
    with open(path, encoding="utf-8") as file:
        cases = yaml.safe_load(file)
    shared, failed, ran = {}, 0, 0
    for case in cases:
        if names and case["name"] not in names:
            continue
        if "needs" in case and not os.path.exists(os.path.join(data, case["needs"])):
            print(f"skipped: {case['name']}: no {case['needs']}")
            continue
        faults = run_case(program, case, shared, data)
        ran += 1
        failed += bool(faults)
        print(("FAILED" if faults else "ok") + ": " + case["name"])
        for fault in faults:
            print("    " + fault.replace("\n", "\n    "))
    print(f"{ran} cases, {failed} failed")
    return 1 if failed or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
