"""Brings hensyn/i18n/hensyn_nb.ts in line with the sources: python3 plugin/translate_sources.py

Collects every text in tr("...") and mark("..."), keeps the translations there are, adds the new
ones as unfinished and drops those that no source has. With --check it writes nothing and fails
when a text has no translation. (pylupdate knows no function of its own as tr in all versions.)
"""

import ast
import os
import sys
import xml.etree.ElementTree as tree

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "hensyn")
FILE = os.path.join(FOLDER, "i18n", "hensyn_nb.ts")
CONTEXT = "hensyn"
FUNCTIONS = ("tr", "mark")


def texts_of(path):
    with open(path, encoding="utf-8") as file:
        module = ast.parse(file.read(), path)
    for node in ast.walk(module):
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                and node.func.id in FUNCTIONS and node.args
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)):
            yield node.lineno, node.args[0].value


def sources():
    """(text, file) of each text once, in the order of files and lines."""
    found = {}
    for name in sorted(os.listdir(FOLDER)):
        if name.endswith(".py"):
            for _, text in sorted(texts_of(os.path.join(FOLDER, name))):
                found.setdefault(text, name)
    return found


def translations():
    """Finished translations by source text."""
    if not os.path.exists(FILE):
        return {}
    known = {}
    for message in tree.parse(FILE).getroot().iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.get("type") != "unfinished":
            known[message.findtext("source")] = translation.text or ""
    return known


def write(found, known):
    root = tree.Element("TS", version="2.1", language="nb", sourcelanguage="en")
    context = tree.SubElement(root, "context")
    tree.SubElement(context, "name").text = CONTEXT
    for text, name in found.items():
        message = tree.SubElement(context, "message")
        tree.SubElement(message, "location", filename=f"../{name}")
        tree.SubElement(message, "source").text = text
        translation = tree.SubElement(message, "translation")
        if known.get(text):
            translation.text = known[text]
        else:
            translation.set("type", "unfinished")
    tree.indent(root, "  ")
    with open(FILE, "w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n')
        file.write(tree.tostring(root, encoding="unicode") + "\n")


def main():
    found, known = sources(), translations()
    missing = [text for text in found if not known.get(text)]
    if "--check" not in sys.argv:
        write(found, known)
    for text in missing:
        print(f"no translation: {text!r} ({found[text]})")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
