#!/usr/bin/env python3
"""Writes components/text/src/unicode/tables.rs: what str's methods know about every code point.

Run it with CPython 3.12, whose unicodedata is Unicode 15.0. What has no accessor in Python (cased, case-ignorable) is
asked of str.title() and str.lower(), so that the tables say exactly what CPython does.
"""

import pathlib
import sys
import unicodedata

CODE_POINTS = 0x110000
OUT = pathlib.Path(__file__).resolve().parent.parent / "components/text/src/unicode/tables.rs"
FINAL_SIGMA = "\u03c2"

# The order is the order of the bits; unicode/mod.rs has the same names.
FLAGS = [
    "alpha", "decimal", "digit", "numeric", "space", "printable", "lower", "upper", "title", "start", "continue",
    "cased", "ignorable",
]


def ends_in_final_sigma(text):
    return text.lower().endswith(FINAL_SIGMA)


def flags(code_point):
    s = chr(code_point)
    # A final sigma follows a cased character, with case-ignorable ones between them.
    ignorable = ends_in_final_sigma("A" + s + "\u03a3") and not ends_in_final_sigma(s + "\u03a3")
    values = [
        s.isalpha(), s.isdecimal(), s.isdigit(), s.isnumeric(), s.isspace(), s.isprintable(), s.islower(), s.isupper(),
        s.istitle() and not s.isupper(), s.isidentifier(), ("a" + s).isidentifier(),
        (s + "a").title()[-1] == "a", ignorable,
    ]
    assert len(values) == len(FLAGS)
    return sum(1 << bit for bit, value in enumerate(values) if value)


def mappings(code_point, expansions):
    """upper, lower, title, fold: the distance to the code point that it becomes, or where its expansion is."""
    s = chr(code_point)
    return tuple(mapping(code_point, text, expansions) for text in (s.upper(), s.lower(), s.title(), s.casefold()))


def mapping(code_point, text, expansions):
    if len(text) == 1:
        return ord(text) - code_point
    assert 1 < len(text) < 4 and max(text) < "\U00010000"
    at = "".join(expansions).find(text)
    if at < 0:
        at = len(expansions)
        expansions.extend(text)
    return 1 << 20 | at << 2 | len(text)


def unique(blocks):
    seen = {}
    return [seen.setdefault(block, len(seen)) for block in blocks], list(seen)


def split(values, shift):
    size = 1 << shift
    return unique([tuple(values[i:i + size]) for i in range(0, len(values), size)])


def stages(values, leaf_shift, middle_shift):
    """Three stages: a code point's high bits choose a middle block, the next ones a leaf block, the low ones a value."""
    leaf_index, leaves = split(values, leaf_shift)
    top, middles = split(leaf_index, middle_shift)
    while len(top) > 1 and top[-1] == top[-2]:
        top.pop()
    return top, [i for block in middles for i in block], [v for block in leaves for v in block]


def array(name, doc, kind, values):
    lines, line = [], "   "
    for value in values:
        word = f" {value},"
        if len(line) + len(word) > 118:
            lines.append(line)
            line = "   "
        line += word
    lines.append(line)
    return f"/// {doc}\npub static {name}: [{kind}; {len(values)}] = [\n" + "\n".join(lines) + "\n];\n"


def kind(values):
    return "u8" if max(values) < 256 else "u16"


def table(name, what, values, leaf_shift, middle_shift):
    top, middle, leaf = stages(values, leaf_shift, middle_shift)
    last = (len(top) - 1) << (leaf_shift + middle_shift)
    return [
        f"/// The low bits that choose within a leaf of {what}.\npub const {name}_LEAF_BITS: u32 = {leaf_shift};\n",
        f"/// The bits that choose within a middle block of {what}.\npub const {name}_MIDDLE_BITS: u32 = {middle_shift};\n",
        array(f"{name}_TOP", f"Middle blocks of {what}; the last one is for everything from U+{last:X}.", kind(top), top),
        array(f"{name}_MIDDLE", f"Leaf blocks of {what}.", kind(middle), middle),
        array(f"{name}_LEAF", f"Numbers of {what}.", kind(leaf), leaf),
    ]


def main():
    if sys.version_info[:2] != (3, 12) or unicodedata.unidata_version != "15.0.0":
        sys.exit("unicode-tables.py: run this with CPython 3.12, which knows Unicode 15.0")
    expansions = []
    flag_index, flag_sets = unique([flags(c) for c in range(CODE_POINTS)])
    case_index, cases = unique([mappings(c, expansions) for c in range(CODE_POINTS)])
    zeros = [c for c in range(CODE_POINTS) if unicodedata.decimal(chr(c), None) == 0]
    assert all(unicodedata.decimal(chr(zero + i)) == i for zero in zeros for i in range(10))
    assert sum(chr(c).isdecimal() for c in range(CODE_POINTS)) == 10 * len(zeros)
    parts = ["//! Unicode 15.0 as CPython 3.12 sees it. Made by scripts/unicode-tables.py: change that instead.\n"]
    parts.append(array("FLAG_SETS", "The properties that occur together, a bit each: " + ", ".join(FLAGS) + ".", "u16", flag_sets))
    parts += table("FLAGS", "flag sets", flag_index, 4, 5)
    parts.append(array("CASES", "Upper, lower, title, fold: how far away, or 1 << 20 | place in EXPANSIONS << 2 | length.",
                       "[i32; 4]", [list(case) for case in cases]))
    parts += table("CASES", "case mappings", case_index, 4, 7)
    parts.append(array("EXPANSIONS", "What one code point becomes when it becomes several.", "u16",
                       [ord(c) for c in expansions]))
    parts.append(array("ZEROS", "The digits zero; nine digits follow each.", "u32", zeros))
    OUT.write_text("\n".join(parts))


if __name__ == "__main__":
    main()
