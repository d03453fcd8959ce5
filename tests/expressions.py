"""The regular expressions of the program, and texts that make a bad one slow.

``python -m tests.expressions`` writes them as JSON: where each is made, its text and its flags. It is a process of its
own because an expression is seen when it is compiled, which for most is when their module is loaded.
"""

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from random import Random
from re import _constants as codes
from re import _parser as parser
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("scanner", "catalog")
COMPILING = {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
LABEL = (
    "Nutritional Facts",
    "Serving Size ½ Scoop (1 1/2 g)",
    "Servings Per Container 60",
    "Amount Per Serving  % Daily Value",
    "Citrate of Magnesium (as magnesium oxide 10%)  1,200 mg  48%",
    "from Magnesium citrate 200 mg",
    "Magnesium (mg)  25.2  6.81",
    "Magnesium",
    "L-Threonate 1 g",
    "Vitamin C (as ascorbic acid)  60 mg  67%",
    "Vitamin B6 (as pyridoxine)  2 mg  118%",
    "Zinc  1O mg  91%",
    "Caffeine (from green tea) 80 mg, no melatonin",
    "30 servings per box; Serving Size",
    "Directions: Adults take two capsules daily (with food).",
)
LISTED = (
    "Supplement Facts",
    "Magnesium (citrate 500 mg)  80 mg",
    "Magnesium (from magnesium 250 mg 60%",
    "citrate)",
    "Magnesium  100 mg  24%",
    "Other ingredients: magnesium oxide, cellulose, citrate de magnésium, Mg(OH)2, Ca2+.",
)
LISTED_ONLY = (
    "Supplement Facts",
    "Magnesium  100 mg  24%",
    "Ingredients: magnesium oxide, cellulose.",
)
FRONT = ("MAGNESIUM", "Glycinate", "400 mg", "60", "Servings", "Servings per", "Container 30")


class Expression(NamedTuple):
    """A regular expression and where in the program it is made."""

    file: str
    line: int
    pattern: str
    flags: int
    binary: bool

    def compiled(self):
        pattern = self.pattern.encode("latin-1") if self.binary else self.pattern
        return re.compile(pattern, self.flags)


def collected():
    """Every expression that the program compiles when it is loaded and reads a panel, a front and names."""
    command = [sys.executable, "-m", "tests.expressions"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [Expression(*row) for row in json.loads(done.stdout)]


def made_at():
    """Where the source makes an expression: file, first line and last line of each call."""
    for path in (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _makes_one(node.func):
                yield path.relative_to(ROOT).as_posix(), node.lineno, node.end_lineno


def _makes_one(called):
    return (
        isinstance(called, ast.Attribute)
        and isinstance(called.value, ast.Name)
        and called.value.id == "re"
        and called.attr in COMPILING
    )


def _watched(seen):
    """Notes each expression that this program compiles."""
    made = re._compile

    def noting(pattern, flags):
        found = made(pattern, flags)
        frame = sys._getframe(1)
        while frame.f_code.co_filename == re.__file__:
            frame = frame.f_back
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(ROOT) and file.relative_to(ROOT).parts[0] in ROOMS:
            text = found.pattern if isinstance(found.pattern, str) else found.pattern.decode("latin-1")
            place = (file.relative_to(ROOT).as_posix(), frame.f_lineno)
            seen[place, text, found.flags] = not isinstance(found.pattern, str)
        return found

    re._compile = noting


def main():
    seen = {}
    _watched(seen)
    for room in ROOMS:
        for module in pkgutil.walk_packages([str(ROOT / room)], f"{room}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    _read()
    rows = [[*place, text, flags, binary] for (place, text, flags), binary in seen.items()]
    sys.stdout.write(json.dumps(rows))


def _read():
    """Uses what makes its expressions only when it is called."""
    from catalog.co_ingredients import ingredients_in
    from catalog.result_table import _name
    from scanner.beside import _behind
    from scanner.formats import picture_format
    from scanner.label.facts import read_facts
    from tests.pages import page

    for lines in (LABEL, LISTED, LISTED_ONLY, FRONT):
        read_facts(page(*lines))
    ingredients_in("Caffeine (from green tea)")
    _behind(200.0, "200 mg 48%")
    picture_format(b"GIF89a")
    _name("per serving")


REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
OF_A_KIND = {
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_NOT_WORD: "-",
}
ALWAYS = ("a", "1", " ", ",", "(", "a ", "1 ", "1,", "a-", "mg ", "per ", "aa1")
"""What is repeated for every expression."""


def texts_against(expression, length):
    """Texts of about this length that make an expression slow if anything does.

    What repeats in it is repeated, behind what leads up to it and before what it cannot go on with; so are its own
    matches, whole and broken off.
    """
    random = Random(ascii(expression.pattern))
    tree = parser.parse(expression.compiled().pattern, expression.flags & ~re.DEBUG)
    if expression.binary:
        tree = parser.parse(expression.pattern.encode("latin-1"), expression.flags)
    repeated = [("", pump) for pump in ALWAYS]
    repeats = list(_repeats(tree))
    for body in random.sample(repeats, min(len(repeats), 6)):
        pump, whole = _match(body, random), _match(tree, random)
        repeated += [("", pump), (whole.partition(pump)[0] if pump else "", pump)]
    for _ in range(3):
        whole = _match(tree, random)
        repeated += [("", whole), ("", whole[: len(whole) // 2])]
    for before, pump in dict.fromkeys(repeated):
        if pump:
            yield (before + pump * (length // len(pump)))[:length] + "!"


def _repeats(tree):
    """The bodies of all that may be repeated often."""
    for code, told in tree:
        if code in REPEATS and told[1] > 20:
            yield told[2]
        for inner in _inner(code, told):
            yield from _repeats(inner)


def _inner(code, told):
    if code is codes.BRANCH:
        return told[1]
    if code is codes.SUBPATTERN:
        return [told[3]]
    if code in REPEATS:
        return [told[2]]
    return [told] if code is codes.ATOMIC_GROUP else []


def _match(tree, random):
    """A text that the tree matches, but for what it only looks at."""
    text = ""
    for code, told in tree:
        if code is codes.LITERAL:
            text += chr(told)
        elif code is codes.IN:
            text += random.choice(_letters(told))
        elif code in (codes.ANY, codes.NOT_LITERAL):
            text += "a"
        elif code is codes.BRANCH:
            text += _match(random.choice(told[1]), random)
        elif code in REPEATS:
            least, most, body = told
            times = random.randint(least, max(least, min(most, least + 2)))
            text += "".join(_match(body, random) for _ in range(times))
        else:
            text += "".join(_match(inner, random) for inner in _inner(code, told))
    return text


def _letters(told):
    """Letters of a set; of one that leaves letters out, those of the usual ones that it does not."""
    if told[0][0] is codes.NEGATE:
        left_out = set(_letters(told[1:]))
        return [letter for letter in "a1 -x,.é" if letter not in left_out]
    return [
        chr(value) if code is codes.LITERAL else chr(value[0]) if code is codes.RANGE else OF_A_KIND[value]
        for code, value in told
    ]


if __name__ == "__main__":
    main()
