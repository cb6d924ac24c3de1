"""From values to the arguments of the program: always a list, never a line for a shell."""

import re

from .translate import tr

SECRET = re.compile(r"(password\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s'|]+)|(://[^:/@\s]+:)[^@\s]+(?=@)",
                    re.IGNORECASE)


class BadValue(ValueError):
    """A value that cannot become an argument; the text is for the user."""


def theme_lines(text):
    """"theme=value" pairs of a text with one on each line or with ';' between them, in order."""
    pairs = []
    for line in (text or "").replace(";", "\n").splitlines():
        line = line.strip()
        if not line:
            continue
        theme, equals, value = line.partition("=")
        if not equals or not theme.strip() or not value.strip():
            raise BadValue(tr("“{}”: expected theme=value").format(line))
        pairs.append((theme.strip(), value.strip()))
    return pairs


def join_theme_lines(pairs):
    """The text that theme_lines() reads back."""
    return "\n".join(f"{theme}={value}" for theme, value in pairs)


def plain_number(value):
    """A number as the program reads it: no exponent for whole numbers, point as decimal sign."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


REPEATING = ("lines", "list", "fields", "sources", "files")


def option_arguments(option, value):
    """Arguments for one option of the table in options.py. None, "" and the default give none:
    the program then applies, and writes down, its own default."""
    if option.kind == "flag":
        return [f"--{option.flag}"] if value else []
    if value is None or value == "" or value == option.default:
        return []
    if option.kind in REPEATING:
        return [f"--{option.flag}={one}" for one in value]
    if option.kind in ("number", "integer"):
        return [f"--{option.flag}={plain_number(value)}"]
    return [f"--{option.flag}={value}"]


def arguments(command, options, values, words=()):
    """The whole argument list: values by parameter name, then the words that are no options
    (those come last, so that a path is never taken for an option's value)."""
    line = [command]
    for option in options:
        if option.flag:
            line += option_arguments(option, values.get(option.name))
    return line + list(words)


def dialogue(lang):
    """Options by which program and plugin talk: lines of JSON, end of standard input cancels."""
    return ["--progress=json", "--log-format=json", "--stdin-cancel", f"--lang={lang}"]


def shown(program, line):
    """The call as the log shows it: passwords blanked."""
    return SECRET.sub(lambda match: (match.group(1) or match.group(3)) + "***",
                      " ".join([program] + line))
