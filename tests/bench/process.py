"""Runs one program and measures it: seconds, processor seconds and peak memory."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass


@dataclass
class Cost:
    """What a program took; a cut-off run took more than this."""
    seconds: float = 0.0
    cpu: float = 0.0
    peak_mb: float = 0.0
    cut_off: bool = False

    def __add__(self, other):
        return Cost(self.seconds + other.seconds, self.cpu + other.cpu,
                    max(self.peak_mb, other.peak_mb), self.cut_off or other.cut_off)


class Failed(Exception):
    """A program that had to succeed did not."""


def run(command, limit=None, environment=None, given=None):
    """(Cost, standard output). limit: seconds after which the program and its children end."""
    env = dict(os.environ, **(environment or {}))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begin = time.monotonic()
        child = subprocess.Popen(command, stdout=out, stderr=err, env=env, start_new_session=True,
                                 stdin=given if given is not None else subprocess.DEVNULL)
        late = threading.Event()

        def stop():
            late.set()
            os.killpg(child.pid, signal.SIGKILL)

        timer = threading.Timer(limit, stop) if limit else None
        if timer:
            timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.monotonic() - begin
        if timer:
            timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        text, errors = out.read().decode("utf-8", "replace"), err.read().decode("utf-8", "replace")
    cost = Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, late.is_set())
    if child.returncode != 0 and not cost.cut_off:
        raise Failed(f"{' '.join(command)}: exit {child.returncode}\n{errors[-2000:]}{text[-500:]}")
    return cost, text


def found(program):
    """Whether a program can be run here."""
    return shutil.which(program) is not None


def idle_share(seconds=1.0):
    """Share of the processors' time that nobody used during the next moment; 1 where not known."""
    def read():
        with open("/proc/stat", encoding="ascii") as file:
            ticks = [int(word) for word in file.readline().split()[1:9]]
        return ticks[3] + ticks[4], sum(ticks)
    if not os.path.exists("/proc/stat"):
        return 1.0
    idle, total = read()
    time.sleep(seconds)
    later, all_later = read()
    return (later - idle) / max(all_later - total, 1)


def await_calm(limit):
    """Waits until the processors are idle, or for so many seconds: others may use the machine."""
    until = time.monotonic() + limit
    while time.monotonic() < until and idle_share() < 0.9:
        pass


def load():
    """Processes that wanted to run during the last minute, this one included."""
    return os.getloadavg()[0]
