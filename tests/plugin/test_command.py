"""From values to arguments, without QGIS; the table of options against the program's own help."""

import re
import unittest

import kit
from kit import run_program

from hensyn import command, options

BY_NAME = {option.name: option for option in options.CONFLICT + options.ACCESS + options.INFO}
# Set by the plugin itself, or of no use in a window.
OF_THE_PLUGIN = {"help", "json", "progress", "log-format", "stdin-cancel", "lang", "output"}
TABLES = {"conflict": options.CONFLICT, "info": options.INFO, "access": options.ACCESS}
# A recipe says these itself.
OF_A_RECIPE = {option.flag for option in options.CONFLICT} | {
    option.flag for option in options.ACCESS}


def flags_of(name):
    """Options that the help of a command lists."""
    text = run_program(name, "--help", "--lang", "en").stdout
    return set(re.findall(r"^(?:  -\w,|     ) --([a-z-]+)", text, re.MULTILINE))


def one(name, value):
    return command.option_arguments(BY_NAME[name], value)


class ArgumentTest(unittest.TestCase):
    def test_nothing_gives_nothing(self):
        for name in BY_NAME:
            self.assertEqual(one(name, None), [], name)
        self.assertEqual(one("KOMMUNE", ""), [])
        self.assertEqual(one("HENSYN_FLOM", []), [])

    def test_defaults_are_left_to_the_program(self):
        for option in BY_NAME.values():
            if option.kind != "flag":
                self.assertEqual(command.option_arguments(option, option.default), [], option.name)

    def test_flags(self):
        self.assertEqual(one("PARTITION", True), ["--partition"])
        self.assertEqual(one("PARTITION", False), [])
        self.assertEqual(one("OVERWRITE", True), ["--overwrite"])

    def test_numbers(self):
        self.assertEqual(one("SLIVER", 0.5), ["--sliver=0.5"])
        self.assertEqual(one("SLIVER", 0), ["--sliver=0"])
        self.assertEqual(one("SLIVER", 1e-7), ["--sliver=1e-07"])
        self.assertEqual(one("THREADS", 4.0), ["--threads=4"])
        self.assertEqual(one("MAX_AADT", 100000.0), ["--max-aadt=100000"])

    def test_lists_repeat(self):
        self.assertEqual(one("PLAN", ["a b.gml", "ø#.gpkg|layername=x"]),
                         ["--plan=a b.gml", "--plan=ø#.gpkg|layername=x"])
        self.assertEqual(one("BUFFER", ["flom=50", "kulturarv=10"]),
                         ["--buffer=flom=50", "--buffer=kulturarv=10"])

    def test_a_value_that_looks_like_an_option_stays_a_value(self):
        self.assertEqual(one("NAVN", "--overwrite"), ["--navn=--overwrite"])

    def test_words_come_last(self):
        made = command.arguments("run", options.RUN, {"KOMMUNE": "1804", "RECIPE": "r.yaml"},
                                 ["r.yaml"])
        self.assertEqual(made, ["run", "--kommune=1804", "r.yaml"])

    def test_passwords_are_not_shown(self):
        shown = command.shown("hensyn", [
            "--output=PG:dbname=a password=hemmelig1 schema=b", "--plan=PG:password='hem melig2'",
            "--x=postgresql://kari:hemmelig3@vert/db", "PASSWORD = hemmelig4|layername=x"])
        self.assertNotIn("melig", shown)
        for kept in ("dbname=a", "schema=b", "kari", "@vert/db", "|layername=x"):
            self.assertIn(kept, shown)

    def test_dialogue(self):
        self.assertEqual(command.dialogue("nb"), ["--progress=json", "--log-format=json",
                                                  "--stdin-cancel", "--lang=nb"])


class ThemeLineTest(unittest.TestCase):
    def test_lines_and_semicolons(self):
        self.assertEqual(command.theme_lines(" flom = 50 ;kulturarv=10\n\nannet=a=b "),
                         [("flom", "50"), ("kulturarv", "10"), ("annet", "a=b")])

    def test_nothing(self):
        self.assertEqual(command.theme_lines(None), [])
        self.assertEqual(command.theme_lines(" \n ; "), [])

    def test_what_is_no_pair_is_an_error(self):
        for text in ("flom", "=50", "flom=", "flom 50", "a=1\nb"):
            with self.assertRaises(command.BadValue, msg=text):
                command.theme_lines(text)

    def test_there_and_back(self):
        pairs = [("flom", "50"), ("annet", "felt=x")]
        self.assertEqual(command.theme_lines(command.join_theme_lines(pairs)), pairs)


class TableTest(unittest.TestCase):
    def test_every_option_of_the_program_has_a_parameter(self):
        for name, table in TABLES.items():
            flags = flags_of(name)
            if not flags:
                continue        # a command that this program does not have
            self.assertEqual(flags - {option.flag for option in table} - OF_THE_PLUGIN, set(),
                             name)

    def test_every_parameter_has_an_option_of_the_program(self):
        for name, table in {**TABLES, "run": options.RUN}.items():
            flags = flags_of(name)
            if flags:
                self.assertEqual({option.flag for option in table if option.flag} - flags, set(),
                                 name)

    def test_access_is_known_to_this_program(self):
        if not flags_of("access"):
            self.skipTest("this program has no command access yet")

    def test_choices_and_defaults_are_those_of_the_program(self):
        for name in ("conflict", "access"):
            if flags_of(name):
                self.check_choices_and_defaults(name)

    def check_choices_and_defaults(self, name):
        text = run_program(name, "--help", "--lang", "en").stdout
        for option in TABLES[name]:
            found = re.search(rf"--{option.flag} (\S+)?(.*?)(?=\n +-|\Z)", text, re.DOTALL)
            if option.kind == "choice":
                self.assertEqual(set(found.group(1).split("|")),
                                 {value for value, _ in option.choices}, option.name)
            if option.kind in ("number", "integer", "choice") and option.default is not None:
                shown = re.search(r"\(default:\s+([^)]*)\)", found.group(2))
                self.assertEqual(shown.group(1), command.plain_number(option.default)
                                 if option.kind != "choice" else option.default, option.name)

    def test_names_are_unique(self):
        for table in (*TABLES.values(), options.RUN, options.VERIFY):
            names = [option.name for option in table]
            self.assertEqual(len(names), len(set(names)))


if __name__ == "__main__":
    kit.main()
