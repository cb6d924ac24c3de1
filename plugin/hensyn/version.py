"""Do program and plugin fit together? Compared as numbers: 0.10 is newer than 0.9."""

import json
import re
from dataclasses import dataclass

LEAST = (0, 1, 0)       # the oldest program that has every option the plugin sets
PROTOCOL = 1            # version of result tables and JSON messages that the plugin reads


@dataclass(frozen=True)
class Version:
    text: str
    numbers: tuple
    protocol: int


def numbers_of(text):
    """(0, 10, 2) of "0.10.2-rc1"; () when it does not begin with numbers."""
    match = re.match(r"\d{1,9}(?:\.\d{1,9}){0,5}", text.strip())
    return tuple(int(part) for part in match.group().split(".")) if match else ()


def padded(numbers):
    return (numbers + (0, 0, 0))[:max(3, len(numbers))]


def read_answer(text):
    """Version of what `hensyn version --json` printed; None when it is not hensyn's answer."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict) or answer.get("name") != "hensyn":
        return None
    version, protocol = answer.get("version"), answer.get("protocol")
    if not isinstance(version, str) or not isinstance(protocol, int) or not numbers_of(version):
        return None
    return Version(version, numbers_of(version), protocol)


def fit(version):
    """"" when plugin and program fit, else "old" or "new" (as seen from the plugin)."""
    if version.protocol > PROTOCOL:
        return "new"
    if version.protocol < PROTOCOL or padded(version.numbers) < padded(LEAST):
        return "old"
    return ""
