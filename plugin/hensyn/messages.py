"""What the program says on standard error, one JSON object a line, and what its end means."""

import json
import math
from dataclasses import dataclass, field

from .translate import mark, tr

LONGEST_LINE = 1 << 20      # bytes; a longer line is cut, so that no output fills the memory
SHOWN_OF_A_CODE = 20        # further messages with the same code are counted, not shown
LEVELS = ("info", "warning", "error")


@dataclass(frozen=True)
class Progress:
    pct: float
    step: str


@dataclass(frozen=True)
class Log:
    level: str
    code: str
    source: str
    line: int
    text: str

    def shown(self):
        """For the log of QGIS: where, what, and the code that stands in table merknad too."""
        where = self.source + (f":{self.line}" if self.line > 0 else "")
        head, tail = f"{where}: " if where else "", f" [{self.code}]" if self.code else ""
        return head + self.text + tail


@dataclass(frozen=True)
class Result:
    members: dict


@dataclass(frozen=True)
class Other:
    """A line that is no message of hensyn, as a library may print."""
    text: str


def text_of(value):
    return value if isinstance(value, str) else ""


def message_of(line):
    """The message that one line holds."""
    try:
        members = json.loads(line)
    except (ValueError, RecursionError):
        return Other(line)
    if not isinstance(members, dict):
        return Other(line)
    kind = members.get("type")
    if kind == "progress":
        pct = members.get("pct")
        if isinstance(pct, (int, float)) and math.isfinite(pct):
            return Progress(min(100.0, max(0.0, float(pct))), text_of(members.get("step")))
    if kind == "log":
        level = members.get("level")
        line_number = members.get("line")
        return Log(level if level in LEVELS else "info", text_of(members.get("code")),
                   text_of(members.get("source")),
                   line_number if isinstance(line_number, int) else 0, text_of(members.get("text")))
    if kind == "result":
        return Result(members)
    return Other(line)


class Reader:
    """Puts the pieces that a pipe delivers together to messages."""

    def __init__(self):
        self.pending = b""

    def feed(self, data):
        """Messages of all lines that data completes."""
        *lines, self.pending = (self.pending + data).split(b"\n")
        if len(self.pending) > LONGEST_LINE:
            lines.append(self.pending)
            self.pending = b""
        return [message_of(text) for text in map(self.decode, lines) if text]

    def end(self):
        """Messages of what came without an end of line."""
        return self.feed(b"\n") if self.pending else []

    @staticmethod
    def decode(line):
        return line[:LONGEST_LINE].decode("utf-8", "replace").strip()


class Repeats:
    """Lets the first messages of each code through and counts the others."""

    def __init__(self, shown=SHOWN_OF_A_CODE):
        self.shown = shown
        self.count = {}

    def lets(self, log):
        if log.level == "error" or not log.code:
            return True
        self.count[log.code] = self.count.get(log.code, 0) + 1
        return self.count[log.code] <= self.shown

    def rest(self):
        """Code and number of the messages that were held back."""
        return [(code, n - self.shown) for code, n in self.count.items() if n > self.shown]


STEPS = {
    "open": mark("Opening the sources"), "read": mark("Reading"), "repair": mark("Repairing"),
    "model": mark("Reading the plan"), "overlay": mark("Overlaying plan and considerations"),
    "shares": mark("Computing shares"), "nearest": mark("Finding the nearest considerations"),
    "indicators": mark("Computing indicators"), "write": mark("Writing the result"),
    "verify": mark("Checking the result"), "info": mark("Describing the sources"),
}


def step_text(step):
    return tr(STEPS[step]) if step in STEPS else step


@dataclass
class Outcome:
    """How a run of the program ended. kind: done, not_found, crashed, cancelled or exit."""
    kind: str
    code: int = 0
    message: str = ""           # of the program, in the language of QGIS
    result: dict = field(default_factory=dict)
    output: str = ""            # standard output
    program: str = ""

    @property
    def done(self):
        return self.kind == "done"


EXITS = {
    1: mark("The run failed on the way."),
    2: mark("Something in the settings is not right."),
    3: mark("A data source cannot be read, or holds nothing that can be used."),
    4: mark("The result cannot be written there."),
    5: mark("The result breaks a rule that every result must keep."),
}


def explain(outcome):
    """One paragraph for a planner: what happened, in the program's own words, and what to do."""
    if outcome.kind == "cancelled":
        return tr("Cancelled. Nothing was written; an earlier result stands as it was.")
    if outcome.kind == "not_found":
        return tr("The program {} could not be started. Is the file there, and may it be run?"
                  ).format(outcome.program)
    if outcome.kind == "crashed":
        return tr("The program hensyn stopped unexpectedly. Nothing was written. Please report it "
                  "with the lines above.") + (f" {outcome.message}" if outcome.message else "")
    first = EXITS.get(outcome.code)
    first = tr(first) if first else tr("The program ended with the unknown code {}.").format(
        outcome.code)
    return f"{first} {outcome.message}".strip()
