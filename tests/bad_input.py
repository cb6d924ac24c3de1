"""What hensyn does with damaged, odd and hostile input, full disks and interruptions.

    bad_input.py --program HENSYN [--sample DIR] [--data DIR] [NAME...]

After every call: an exit code of the contract, no signal, no hang, one line of error that names
what is wrong, no file beside an input, and either a whole result that 'hensyn verify' passes or
none at all. Each group of cases is a function here; NAMEs choose some.
"""
import argparse
import concurrent.futures
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

TIMEOUT_S = 60
CODES = (0, 1, 2, 3, 4, 5, 130)


class Bench:
    def __init__(self, program, sample, data):
        self.program, self.sample, self.data = program, sample, data
        self.faults, self.calls, self.results, self.case = 0, 0, 0, ""

    def fault(self, text):
        self.faults += 1
        print(f"{self.case}: {text}")

    def expect(self, good, text):
        if not good:
            self.fault(text)

    def source(self, name):
        return os.path.join(self.sample, name)

    def call(self, *args, **options):
        """Runs hensyn; signals and hangs are faults whatever the case is about."""
        self.calls += 1
        options.setdefault("stdin", subprocess.DEVNULL)
        try:
            done = subprocess.run([self.program, *map(str, args)], capture_output=True, timeout=TIMEOUT_S, **options)
        except subprocess.TimeoutExpired:
            self.fault(f"no end after {TIMEOUT_S} s: {args}")
            return None
        done.out = done.stdout.decode("utf-8", "replace")
        done.err = done.stderr.decode("utf-8", "replace")
        if done.returncode not in CODES:
            self.fault(f"exit {done.returncode}: {args}: {done.err[-500:]}")
        return done

    def error_line(self, done, *names):
        """The one line of error, which holds every name."""
        lines = [line for line in done.err.splitlines() if "error: " in line]
        self.expect(len(lines) == 1, f"{len(lines)} lines of error: {done.err[-600:]!r}")
        for name in names:
            self.expect(lines and name in lines[-1], f"{name!r} is not named: {lines[-1:]}")

    def result(self, path, whole):
        """A whole result, or nothing; nothing temporary in either case."""
        folder = os.path.dirname(path)
        left = [n for n in os.listdir(folder) if ".hensyn-" in n or n.endswith(("-journal", "-wal", "-shm", ".tmp"))]
        self.expect(not left, f"left behind: {left}")
        if not whole:
            self.expect(not os.path.exists(path), "there is a result though the call failed")
            return
        if not os.path.exists(path):
            self.fault("there is no result though the call went well")
            return
        check = self.call("verify", path, "--lang", "en")
        self.expect(check and check.returncode == 0, f"verify: {check and check.out[-600:]}")

    def conflict(self, out, *args, **options):
        return self.call("conflict", *args, "--lang", "en", "-o", out, **options)


def listing(folder):
    """Every file below a folder with its size and time."""
    found = {}
    for where, _, names in os.walk(folder):
        found[where] = None
        for name in names:
            path = os.path.join(where, name)
            state = os.lstat(path)
            found[path] = (state.st_size, state.st_mtime_ns)
    return found


def changes(before, after):
    return sorted(os.path.basename(p) for p in set(before) ^ set(after)) + \
        sorted(os.path.basename(p) + " (changed)" for p in before if p in after and before[p] != after[p])


def sources_add_up(bench, path):
    """Invariant 2 by other words than those of verify."""
    db = sqlite3.connect(f"file:{urllib.parse.quote(path)}?mode=ro", uri=True)
    for row in db.execute("SELECT sti, lag, antall_lest, antall_brukt + antall_reparert + antall_utelatt, "
                          "areal_lest_m2, areal_brukt_m2 + areal_reparert_m2 + areal_utelatt_m2 + areal_klippet_m2 "
                          "FROM kilde"):
        bench.expect(row[2] == row[3], f"kilde {row[:2]}: {row[2]} read, {row[3]} told")
        bench.expect(abs(row[4] - row[5]) <= 1e-6 * abs(row[4]) + 0.01, f"kilde {row[:2]}: {row[4]} m2, {row[5]} told")
    db.close()


# ---- published broken files ----


def broken_files(data):
    for folder in ("broken/geojson", "broken/shp", "broken/gpkg", "plan_gml"):
        for where, _, names in sorted(os.walk(os.path.join(data, folder))):
            for name in sorted(names):
                if folder != "plan_gml" or name.endswith("-fail.gml"):
                    yield os.path.join(where, name)


def broken_one(bench, file, role, out, verify):
    """As the plan, and as a consideration; every exit that the contract has is right but a crash."""
    if role == "plan":
        args = ["--plan", file, "--hensyn", "flom=" + bench.source("flom.gpkg|layername=FlomAreal"), "--development", "all"]
        # The published plans are proposals, which are left out by default.
        args += ["--planstatus", "2"] if "plan_gml" in file else []
    else:
        args = ["--plan", bench.source("kommunedelplan_1985.gpkg"), "--hensyn", "annet=" + file]
    done = bench.conflict(out, *args, "--assume-crs", "EPSG:25833", "--log-format", "text")
    if done is None:
        return
    if done.returncode in (0, 3):
        bench.expect((done.returncode == 0) == os.path.exists(out), f"exit {done.returncode}, result {os.path.exists(out)}")
    else:
        bench.fault(f"exit {done.returncode}: {done.err[-400:]}")
    if done.returncode == 3:
        bench.error_line(done, os.path.basename(file))
    if os.path.exists(out):
        bench.results += 1
        if verify:
            bench.result(out, True)
        sources_add_up(bench, out)


def broken(bench):
    """Every published broken file in both roles, two at a time, in a copy that may be written."""
    if not bench.data or not os.path.isdir(os.path.join(bench.data, "broken")):
        print("skipped: the published broken files are absent")
        return
    with tempfile.TemporaryDirectory(prefix="hensyn-bad-") as folder:
        copy = os.path.join(folder, "in")
        for part in ("broken", "plan_gml"):
            shutil.copytree(os.path.join(bench.data, part), os.path.join(copy, part), copy_function=shutil.copy)
        for where, folders, names in os.walk(copy):
            for name in folders + names:
                os.chmod(os.path.join(where, name), 0o755 if name in folders else 0o644)
        before = listing(copy)
        jobs = [(file, role) for file in broken_files(copy) for role in ("plan", "hensyn")]

        def run(number_and_job):
            number, (file, role) = number_and_job
            part = Bench(bench.program, bench.sample, bench.data)
            part.case = f"{os.path.relpath(file, copy)} as {role}"
            out = os.path.join(folder, f"out{number}")
            os.mkdir(out)
            broken_one(part, file, role, os.path.join(out, "r.gpkg"), number % 3 == 0)
            shutil.rmtree(out)
            return part

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for part in pool.map(run, enumerate(jobs)):
                bench.faults += part.faults
                bench.calls += part.calls
                bench.results += part.results
        bench.case = "broken files"
        bench.expect(len(jobs) > 300 and bench.results > 100, f"only {len(jobs)} cases, {bench.results} results")
        changed = changes(before, listing(copy))
        bench.expect(not changed, f"beside the inputs: {changed}")


# ---- plans and layers that hold too little ----


def geojson(features, crs=25833, name="lag"):
    return json.dumps({"type": "FeatureCollection", "name": name,
                       "crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}},
                       "features": features}, ensure_ascii=False)


def square(x, y, side, **fields):
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return {"type": "Feature", "properties": fields, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def write(path, text):
    with open(path, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())
    return path


def too_little(bench):
    plan, flood = bench.source("kommunedelplan_1985.gpkg"), bench.source("flom.gpkg|layername=FlomAreal")
    with tempfile.TemporaryDirectory(prefix="hensyn-bad-") as folder:
        def at(name):
            return os.path.join(folder, name)

        write(at("tom.gpkg"), b"")
        write(at("tom.geojson"), geojson([]))
        nothing = [{"type": "Feature", "properties": {"kode": i}, "geometry": None} for i in range(3)]
        write(at("null.geojson"), geojson(nothing))
        point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [480000, 7460000]}}
        write(at("punkt.geojson"), geojson([point]))
        write(at("reg.geojson"), geojson([square(480000, 7460000, 100, REGFORM="110")], name="regplan"))
        os.mkdir(at("mappe"))
        before = listing(folder)
        # name, role, exit, and a word that the error has besides the name
        cases = [("tom.gpkg", "plan", 3), ("tom.gpkg", "hensyn", 3), ("tom.geojson", "plan", 3), ("tom.geojson", "hensyn", 0),
                 ("null.geojson", "plan", 3), ("null.geojson", "hensyn", 0), ("punkt.geojson", "plan", 3),
                 ("mappe", "plan", 3), ("mappe", "hensyn", 3), ("mangler.gpkg", "plan", 3), ("mangler.gpkg", "hensyn", 3)]
        with tempfile.TemporaryDirectory(prefix="hensyn-out-") as outs:
            for number, (name, role, code) in enumerate(cases):
                bench.case = f"{name} as {role}"
                out = os.path.join(outs, f"{number}.gpkg")
                args = (["--plan", at(name), "--hensyn", "flom=" + flood, "--purpose-field", "kode", "--development", "all"]
                        if role == "plan" else ["--plan", plan, "--hensyn", "annet=" + at(name)])
                done = bench.conflict(out, *args)
                bench.expect(done.returncode == code, f"exit {done.returncode}, not {code}: {done.err[-300:]}")
                bench.result(out, code == 0)
                if code:
                    bench.error_line(done, name)
                else:
                    sources_add_up(bench, out)
                    bench.expect("LAG_TOMT" in done.err, f"no remark on the empty layer: {done.err}")
            bench.case = "a plan of 1985"
            done = bench.conflict(os.path.join(outs, "85.gpkg"), "--plan", plan, "--hensyn", "flom=" + flood)
            bench.expect(done.returncode == 0, done.err)
            bench.result(os.path.join(outs, "85.gpkg"), True)
            bench.case = "a plan of which every area is left out"
            done = bench.conflict(os.path.join(outs, "s.gpkg"), "--plan", bench.source("reguleringsplan.gpkg"),
                                  "--hensyn", "flom=" + flood, "--planstatus", "8")
            bench.expect(done.returncode == 3, f"exit {done.returncode}: {done.err}")
            bench.error_line(done, "reguleringsplan.gpkg", "--planstatus")
            done = bench.conflict(os.path.join(outs, "s.gpkg"), "--plan", bench.source("kommuneplan.gpkg"),
                                  "--hensyn", "flom=" + flood, "--kommune", "0301")
            bench.expect(done.returncode == 3, f"exit {done.returncode}: {done.err}")
            bench.error_line(done, "kommuneplan.gpkg", "0301")
            bench.result(os.path.join(outs, "s.gpkg"), False)
            bench.case = "a code list without rows"
            out = os.path.join(outs, "reg.gpkg")
            done = bench.conflict(out, "--plan", at("reg.geojson"), "--hensyn", "flom=" + flood)
            bench.expect(done.returncode in (2, 3), f"exit {done.returncode}: {done.err}")
            bench.error_line(done, "--development")
            bench.result(out, False)
            done = bench.conflict(out, "--plan", at("reg.geojson"), "--hensyn", "flom=" + flood, "--development", "110")
            bench.expect(done.returncode == 0, done.err)
            bench.result(out, True)
        bench.case = "too little"
        changed = changes(before, listing(folder))
        bench.expect(not changed, f"beside the inputs: {changed}")


def usage(bench):
    plan = bench.source("kommunedelplan_1985.gpkg")
    with tempfile.TemporaryDirectory(prefix="hensyn-bad-") as folder:
        out = os.path.join(folder, "r.gpkg")
        recipe = write(os.path.join(folder, "a.yaml"), f"plan:\n  - {{source: {plan}}}\nhensyn:\n  - {{theme: flom, "
                       f"source: x.gpkg, bufer: 3}}\noutput: r.gpkg\n")
        bench.case = "a recipe with a typo"
        done = bench.call("run", recipe, "--lang", "en")
        bench.expect(done.returncode == 2, f"exit {done.returncode}")
        bench.error_line(done, "a.yaml", "4", "bufer", "buffer")
        for name, text in (("broken YAML", "plan: [a, {"), ("bytes", b"\xff\xfe\x00plan"), ("an empty recipe", ""),
                           ("a list", "- a\n- b\n"), ("a bomb", "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\n"
                            "c: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n"),
                           ("deep", "plan: " + "[" * 5000 + "]" * 5000)):
            bench.case = name
            done = bench.call("run", write(os.path.join(folder, "b.yaml"), text), "--lang", "en")
            bench.expect(done.returncode == 2, f"exit {done.returncode}: {done.err[-300:]}")
            bench.error_line(done)
        bench.case = "a theme that does not exist"
        done = bench.conflict(out, "--plan", plan, "--hensyn", "frilufsliv=" + bench.source("friluftsliv.gpkg"))
        bench.expect(done.returncode == 2, f"exit {done.returncode}")
        bench.error_line(done, "frilufsliv", "friluftsliv")
        bench.case = "a layer that does not exist"
        done = bench.conflict(out, "--plan", plan, "--hensyn", "flom=" + bench.source("flom.gpkg|layername=Flom"))
        bench.expect(done.returncode == 3, f"exit {done.returncode}")
        bench.error_line(done, "flom.gpkg", "FlomAreal")
        bench.case = "a subset that is no SQL"
        done = bench.conflict(out, "--plan", plan, "--hensyn",
                              "flom=" + bench.source("flom.gpkg|layername=FlomAreal|subset=gjentak = = 3"))
        bench.expect(done.returncode == 3, f"exit {done.returncode}: {done.err}")
        bench.error_line(done, "flom.gpkg")
        bench.case = "usage"
        bench.result(out, False)


# ---- outputs ----


def quick(bench):
    return ["--plan", bench.source("kommunedelplan_1985.gpkg"), "--hensyn", "verneomrade=" + bench.source("verneomrader.gpkg")]


def as_nobody():
    import pwd
    user = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)


def limited():
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def outputs(bench):
    with tempfile.TemporaryDirectory(prefix="hensyn-bad-") as folder:
        for out in (os.path.join(folder, "no", "r.gpkg"), folder, "/proc/hensyn.gpkg", "/dev/null", "/dev/full"):
            bench.case = f"output {out}"
            done = bench.conflict(out, *quick(bench))
            bench.expect(done.returncode == 4, f"exit {done.returncode}: {done.err[-300:]}")
            bench.error_line(done, os.path.dirname(out) if "/no/" in out or "proc" in out else out)
        bench.case = "a folder that is not writable"
        closed = os.path.join(folder, "lukket")
        os.mkdir(closed, 0o555)
        root = os.geteuid() == 0
        # The inputs have to be readable for whoever runs, wherever the tree lies.
        copy = os.path.join(folder, "inn")
        os.mkdir(copy)
        for name in ("kommunedelplan_1985.gpkg", "verneomrader.gpkg"):
            shutil.copy(bench.source(name), copy)
        os.chmod(folder, 0o755)
        elsewhere = Bench(bench.program, copy, "")
        if root:
            mine = os.path.join(folder, "hensyn")
            shutil.copy(bench.program, mine)
            elsewhere.program = mine
        elsewhere.case = bench.case
        done = elsewhere.conflict(os.path.join(closed, "r.gpkg"), *quick(elsewhere), **({"preexec_fn": as_nobody} if root else {}))
        elsewhere.expect(done.returncode == 4, f"exit {done.returncode}: {done.err[-300:]}")
        elsewhere.error_line(done, closed)
        elsewhere.expect(os.listdir(closed) == [], "something was written")
        bench.faults += elsewhere.faults
        for name in ("r.sqlite", "r.gpkg"):
            bench.case = f"a full disk, {name}"
            out = os.path.join(folder, name)
            done = bench.conflict(out, *quick(bench), preexec_fn=limited)
            bench.expect(done.returncode == 4, f"exit {done.returncode}: {done.err[-300:]}")
            bench.error_line(done, name)
            bench.result(out, False)
        bench.case = "a full disk under an earlier result"
        earlier = os.path.join(folder, "r.gpkg")
        bench.conflict(earlier, *quick(bench))
        before = listing(folder)
        done = bench.conflict(earlier, *quick(bench), "--overwrite", preexec_fn=limited)
        bench.expect(done.returncode == 4, f"exit {done.returncode}")
        bench.expect(not changes(before, listing(folder)), f"changed: {changes(before, listing(folder))}")
        bench.case = "an output that is an input"
        flood = shutil.copy(bench.source("verneomrader.gpkg"), os.path.join(folder, "v.gpkg"))
        before = listing(folder)
        done = bench.conflict(flood, "--plan", bench.source("kommunedelplan_1985.gpkg"), "--hensyn", "verneomrade=" + flood,
                              "--overwrite")
        bench.expect(done.returncode == 4, f"exit {done.returncode}")
        bench.error_line(done, "v.gpkg")
        bench.expect(not changes(before, listing(folder)), f"changed: {changes(before, listing(folder))}")


# ---- interruptions ----


def demo(bench, out, *more):
    return [bench.program, "run", bench.source("demo.yaml"), "--lang", "en", "--overwrite", "-o", out, *more]


def verified(bench, path):
    return subprocess.run([bench.program, "verify", path], capture_output=True, timeout=TIMEOUT_S, check=False).returncode == 0


def interruptions(bench):
    """SIGINT, SIGTERM and SIGKILL at any moment, and the end of standard input."""
    dice = random.Random(20240501)
    with tempfile.TemporaryDirectory(prefix="hensyn-bad-") as folder:
        out = os.path.join(folder, "demo.gpkg")
        bench.case = "the demo"
        start = time.monotonic()
        first = subprocess.run(demo(bench, out), capture_output=True, timeout=TIMEOUT_S, check=False)
        whole = time.monotonic() - start
        bench.expect(first.returncode == 0, first.stderr.decode()[-300:])
        before, stopped, killed = listing(folder), 0, set()

        def now():
            """The folder without what killed runs left, which lies there until a later run gets that far."""
            return {p: s for p, s in listing(folder).items() if not any(f".hensyn-{k}." in p for k in killed)}

        for number in range(24):
            sign = (signal.SIGINT, signal.SIGKILL, signal.SIGTERM)[number % 3]
            bench.case = f"{sign.name} number {number}"
            process = subprocess.Popen(demo(bench, out), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            time.sleep(whole * dice.random())
            process.send_signal(sign)
            try:
                _, err = process.communicate(timeout=TIMEOUT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                bench.fault("goes on")
                continue
            bench.calls += 1
            code = process.returncode
            if code == 0:  # it was done before the signal came
                before = now()
                continue
            if sign == signal.SIGKILL:
                killed.add(process.pid)
            # Before main() has set up its handlers the system's own way holds, and does no harm.
            right = {-sign} if sign == signal.SIGKILL else {130, -sign}
            bench.expect(code in right, f"exit {code}: {err.decode()[-300:]}")
            stopped += code == 130
            after = now()
            if sign != signal.SIGKILL:
                bench.expect(not changes(before, after), f"changed: {changes(before, after)}")
            elif changes(before, after):
                # The new result was in its place already, and then it is whole.
                bench.expect(sorted(os.path.basename(p) for p in after) == sorted(os.path.basename(p) for p in before),
                             f"changed: {changes(before, after)}")
                bench.expect(verified(bench, out), "the earlier result is gone and the new one does not verify")
                before = after
        bench.case = "interruptions"
        bench.expect(stopped >= 4, f"only {stopped} of 16 came to 130")
        bench.case = "the next run"
        last = subprocess.run(demo(bench, out), capture_output=True, timeout=TIMEOUT_S, check=False)
        bench.expect(last.returncode == 0, last.stderr.decode()[-300:])
        names = sorted(os.listdir(folder))
        bench.expect(names == ["demo.gpkg", "demo.qgs"], f"left behind: {names}")
        bench.result(out, True)
        bench.case = "the end of standard input"
        before = listing(folder)
        process = subprocess.Popen(demo(bench, out, "--stdin-cancel"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        time.sleep(whole * 0.2)
        _, err = process.communicate(timeout=TIMEOUT_S)
        bench.expect(process.returncode == 130, f"exit {process.returncode}: {err.decode()[-300:]}")
        bench.expect(not changes(before, listing(folder)), f"changed: {changes(before, listing(folder))}")


# ---- names ----

ODD = ["med mellomrom", "Ø'rland", 'sitat"tegn', "100% #1", "'; DROP TABLE konflikt; --", "x|y", "a;b,c", "%s%n%d", "日本", "-o"]


def names(bench):
    """Files, layers, fields, values and results with any name."""
    for name in ODD:
        bench.case = f"named {name}"
        with tempfile.TemporaryDirectory(prefix="hensyn-bad-") as folder:
            place = os.path.join(folder, name)
            os.mkdir(place)
            features = [square(480000, 7460000, 100, **{name: "1110", "navn": name}),
                        square(480100, 7460000, 100, **{name: name, "navn": name + name})]
            plan = write(os.path.join(place, name + ".geojson"), geojson(features, name=name))
            objects = [square(480050, 7460050, 100, navn=name, verdi=name)]
            flood = write(os.path.join(place, "h" + name + ".geojson"), geojson(objects, name="h" + name))
            before = listing(place)
            out = os.path.join(folder, "ut" + name + ".gpkg")
            done = bench.conflict(out, "--plan", plan, "--purpose-field=" + name, "--development", "all", "--hensyn",
                                  "annet=" + flood, "--all-overlaps", "--name-field", "annet=navn", "--value-field", "annet=verdi")
            bench.expect(done.returncode == 0, f"exit {done.returncode}: {done.err[-400:]}")
            changed = changes(before, listing(place))
            bench.expect(not changed, f"beside the inputs: {changed}")
            if done.returncode:
                continue
            bench.result(out, True)
            sources_add_up(bench, out)
            db = sqlite3.connect(out)
            found = (db.execute("SELECT arealformal FROM arealformal ORDER BY fid").fetchall(),
                     db.execute("SELECT navn, kode FROM hensyn").fetchall(),
                     db.execute("SELECT count(*), sum(areal_m2) > 4900 FROM konflikt").fetchall())
            db.close()
            bench.expect(found == ([("1110",), (name,)], [(name, name)], [(2, 1)]), f"the result holds {found}")


GROUPS = {"broken": broken, "too_little": too_little, "usage": usage, "outputs": outputs,
          "interruptions": interruptions, "names": names}


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--sample", default=os.path.join(here, "..", "sample-data"))
    parser.add_argument("--data", default=os.environ.get("HENSYN_TEST_DATA", ""))
    parser.add_argument("groups", nargs="*", default=[])
    args = parser.parse_args()
    # What a killed run leaves in the folder for temporary files goes when the test ends.
    scratch = tempfile.TemporaryDirectory(prefix="hensyn-bad-tmp-")
    os.chmod(scratch.name, 0o777)  # one call runs as another user
    os.environ["TMPDIR"] = scratch.name
    bench = Bench(os.path.abspath(args.program), os.path.abspath(args.sample), args.data)
    sample = listing(bench.sample)
    for name in args.groups or GROUPS:
        start = bench.faults, bench.calls
        GROUPS[name](bench)
        print(f"{name}: {bench.calls - start[1]} calls, {bench.faults - start[0]} faults", flush=True)
    bench.case = "sample data"
    changed = changes(sample, listing(bench.sample))
    bench.expect(not changed, f"beside the sample data: {changed}")
    scratch.cleanup()
    return 1 if bench.faults else 0


if __name__ == "__main__":
    sys.exit(main())
