#!/usr/bin/env python3
"""Writes str_methods.txt: calls of str's methods and what CPython 3.12 answers. An argument is the number of calls.

A line is a method and values: s text (with \\{hex} for what is not plain), i integer, n None, b truth, l texts with
commas between them. The last value is the result; e means that an error of that name was raised.
"""

import pathlib
import random
import sys

ALPHABETS = [
    "ab", "aB ", "abc .,-", "xyz\t\n\r ", "aßŉǅΣςσİi", "\u0345A\u00adΣ'a.", "\U00010400\U00010428z\ud800\udc00",
    "0123٣²½五+-", " \u2028\u3000\x1c\x85\v\f\r\n", "é€\U0001f600", "'\"\\\x7f\x00\xa0\u0378a", "_aé٣·℘ªx1",
    "ﬁﬀʼnǰΐև", "ΑΒΓΣ ς:A",
]


def text(rng, longest=9):
    if rng.random() < 0.015:
        longest = 400
    alphabet = rng.choice(ALPHABETS)
    return "".join(rng.choice(alphabet) for _ in range(rng.randint(0, longest)))


def part(rng, of):
    """Something that is likely to be found."""
    if of and rng.random() < 0.8:
        start = rng.randrange(len(of))
        return of[start:start + rng.randint(0, 3)]
    return text(rng, 3)


def bound(rng):
    return rng.choice([None, None, 0, 1, 2, 3, 7, 130, 300, -1, -2, -5, -200, 2**62, -2**62])


def count(rng):
    return rng.choice([-1, -1, -1, 0, 1, 2, 5])


NONE = "isalpha isalnum isdecimal isdigit isnumeric isspace isprintable isidentifier islower isupper istitle isascii" \
    " upper lower casefold title capitalize swapcase repr ascii".split()


def call(rng):
    s = text(rng)
    kind = rng.randrange(9)
    if kind < 3:
        name = rng.choice(NONE)
        return name, [s], lambda: {"repr": repr, "ascii": ascii}.get(name, lambda t: getattr(t, name)())(s)
    if kind == 3:
        name = rng.choice(["find", "rfind", "count", "startswith", "endswith"])
        args = [part(rng, s), bound(rng), bound(rng)]
    elif kind == 4:
        name, args = rng.choice(["split", "rsplit"]), [rng.choice([None, part(rng, s) or " "]), count(rng)]
    elif kind == 5:
        name = rng.choice(["partition", "rpartition", "removeprefix", "removesuffix", "strip", "lstrip", "rstrip"])
        args = [part(rng, s) or "a"] if "strip" not in name or rng.random() < 0.5 else [None]
    elif kind == 6:
        name, args = "replace", [part(rng, s), text(rng, 3), count(rng)]
    elif kind == 7:
        name, args = rng.choice([
            ("center", [rng.randint(-2, 20), rng.choice("*é ")]), ("ljust", [rng.randint(-2, 20), rng.choice("*é ")]),
            ("rjust", [rng.randint(-2, 20), rng.choice("*é ")]), ("zfill", [rng.randint(-2, 20)]),
            ("expandtabs", [rng.randint(-1, 9)]), ("splitlines", [rng.random() < 0.5]),
        ])
    else:
        name, args = "slice", [bound(rng), bound(rng), rng.choice([None, 1, -1, 2, -3, 70, 0, -2**62])]
        return name, [s] + args, lambda: s[args[0]:args[1]:args[2]]
    return name, [s] + args, lambda: getattr(s, name)(*args)


def shown(value):
    if isinstance(value, str):
        return "s" + "".join(c if "!" <= c <= "~" and c not in "\\,{}" else f"\\{{{ord(c):x}}}" for c in value)
    if isinstance(value, bool):
        return f"b{int(value)}"
    if isinstance(value, int):
        return f"i{value}"
    if value is None:
        return "n"
    return "l" + ",".join(shown(item) for item in value)


def main():
    rng = random.Random(15)
    lines = []
    for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 1500):
        name, args, run = call(rng)
        try:
            result = shown(run())
        except ValueError:
            result = "eValueError"
        lines.append(" ".join([name, *map(shown, args), result]))
    out = sys.argv[2] if len(sys.argv) > 2 else pathlib.Path(__file__).with_name("str_methods.txt")
    pathlib.Path(out).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
