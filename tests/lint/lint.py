# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks share: the files of the tree, C without its comments, and the report."""

import os
import re
import sys

ROOT = os.environ.get(
    "SIRAJ_SOURCE",
    os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))

FOLDERS = ("common", "server", "client", "data", "tests", "po", "flatpak", ".ci")
TOKEN = re.compile(r"""
    (?P<comment> /\*.*?\*/ | //[^\n]* )
  | (?P<string> "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' )
""", re.VERBOSE | re.DOTALL)


class Report:
    """Collects faults as file:line: sentence, and ends the check with them."""

    def __init__(self):
        self._faults = []

    def fault(self, path, line, sentence):
        self._faults.append((path, line, sentence))

    def finish(self):
        for path, line, sentence in sorted(set(self._faults)):
            print(f"{path}:{line}: {sentence}")
        if self._faults:
            print(f"{len(set(self._faults))} faults")
        sys.exit(1 if self._faults else 0)


def tree_files(*endings, folders=FOLDERS):
    """Paths below the root with one of @endings ("" for all), in order; build output is outside."""
    found = []
    for folder in folders:
        for directory, below, names in os.walk(os.path.join(ROOT, folder)):
            below[:] = [name for name in below if name not in ("__pycache__", "node_modules")]
            found += [os.path.relpath(os.path.join(directory, name), ROOT)
                      for name in names if name.endswith(endings)]
    return sorted(found)


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def without_comments(text):
    """C with every comment turned to spaces; offsets and lines stay."""
    return TOKEN.sub(lambda token: _blank(token[0]) if token["comment"] else token[0], text)


def code_only(text):
    """C with comments and the insides of literals turned to spaces; offsets and lines stay."""
    def blank(token):
        if token["comment"]:
            return _blank(token[0])
        quote = token[0][0]
        return quote + _blank(token[0][1:-1]) + quote
    return TOKEN.sub(blank, text)


def closing_bracket(code, opening):
    """The offset of the bracket that closes the one at @opening, or the end of the text."""
    depth = 0
    for offset in range(opening, len(code)):
        if code[offset] in "([{":
            depth += 1
        elif code[offset] in ")]}":
            depth -= 1
            if depth == 0:
                return offset
    return len(code)


def arguments(code, opening):
    """(start, end) of each argument of the call whose bracket opens at @opening."""
    closing = closing_bracket(code, opening)
    spans = []
    depth, start = 0, opening + 1
    for offset in range(opening, closing):
        if code[offset] in "([{":
            depth += 1
        elif code[offset] in ")]}":
            depth -= 1
        elif code[offset] == "," and depth == 1:
            spans.append((start, offset))
            start = offset + 1
    if code[start:closing].strip():
        spans.append((start, closing))
    return spans


def calls(code, name_pattern):
    """(name, offset, offset of the opening bracket) of each call of a name that matches."""
    for found in re.finditer(rf"\b({name_pattern})\s*\(", code):
        yield found[1], found.start(), found.end() - 1


def read_start(path):
    """The first two bytes as text, to know a script by its #!"""
    with open(os.path.join(ROOT, path), "rb") as file:
        return file.read(2).decode("latin-1")
