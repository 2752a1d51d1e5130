#!/usr/bin/env python3
"""Writes cases.jsonl: calls and operators of str with what CPython 3.12 answers, wrong arguments and messages included.

make.py [how many] [seed] [file]. A case is {"op", "args", "kw"?, "ok" | "err"}; values are typed: {"t": "int", "v": "1"}.
"""

import json
import pathlib
import random
import struct
import sys

METHODS = [name for name in dir(str) if not name.startswith("_") and name not in ("format", "format_map", "maketrans")]
ALPHABETS = ["ab", "abc .,-", "xyz\t\n\r ", "aßŉǅΣςσİi", "0123٣²½五+-", " \u2028\u3000\x1c\x85", "é€\U0001f600", "'\"\\\x7f\xa0"]
NO_SIZE = ("center", "ljust", "rjust", "zfill", "expandtabs", "mul")


def typed(value):
    if value is None:
        return {"t": "none"}
    if isinstance(value, bool):
        return {"t": "bool", "v": value}
    if isinstance(value, int):
        return {"t": "int", "v": str(value)}
    if isinstance(value, float):
        return {"t": "float", "bits": struct.pack(">d", value).hex()}
    if isinstance(value, (bytes, bytearray)):
        return {"t": type(value).__name__, "hex": value.hex()}
    if isinstance(value, (list, tuple)):
        return {"t": type(value).__name__, "v": [typed(item) for item in value]}
    if isinstance(value, dict):
        return {"t": "dict", "v": [[typed(key), typed(item)] for key, item in value.items()]}
    return {"t": "str", "v": value}


class Cases(random.Random):
    def text(self, longest=8):
        alphabet = self.choice(ALPHABETS)
        return "".join(self.choice(alphabet) for _ in range(self.randint(0, longest)))

    def part(self, of):
        start = self.randint(0, len(of))
        return of[start:start + self.randint(0, 2)] if self.random() < 0.7 else self.text(2)

    def argument(self, of):
        return self.choice([
            self.part(of), self.part(of), self.part(of), self.text(3), self.randint(-3, 12), self.randint(-3, 12), None,
            1.5, b"a", True, 10**25, -(10**25), [self.part(of), "b"], (self.part(of), "b"), ("a", 1), {97: "b", 98: None},
            "", "utf-8", [],
        ])

    def value(self):
        return self.choice([
            self.randint(-1000, 1000), self.text(4), self.random() * 100, None, True, 10**20, [1, "a\n"], {"a": 1},
            (1,), b"x\xff", -1.5, 0,
        ])

    def spec(self):
        return "".join(self.choice(choices) for choices in [
            ["", "", "*", "é"], ["", "<", ">", "^", "="], ["", "", "", "+", " "], ["", "", "", "z", "#"],
            ["", "0", "5", "12", "05"], ["", "", "", ",", "_"], ["", "", ".0", ".2", "."], list("sdfxcgeEXbo%rné") + [""] * 9,
        ])

    def method(self):
        name, own = self.choice(METHODS), self.text()
        arguments = [self.argument(own) for _ in range(self.choice([0, 1, 1, 1, 2, 2, 3, 4]))]
        keywords = {}
        if self.random() < 0.06:
            keywords = {self.choice(["sep", "maxsplit", "keepends", "tabsize", "encoding", "x"]): self.argument(own)}
        return f"m.str.{name}", [own, *arguments], keywords, getattr(str, name)

    def format(self):
        fields = [
            self.text(3), "{}", "{1}", "{a}", "{b!r}", "{:" + self.spec() + "}", "{a:{b}}", "{0:>{1}}", "{!s:>10}", "{!a}",
            "{0[0]}", "{a[b]}", "{0.x}", "{", "}", "{{", "}}", "{!", "{a!x}", "{a[", "{:{:{}}}", "{ a}", "{0[-1]}", "{a!}",
        ]
        template = "".join(self.choice(fields) for _ in range(self.randint(1, 3)))
        keywords = {key: self.value() for key in self.sample("abw", self.randint(0, 3))}
        return "m.str.format", [template] + [self.value() for _ in range(self.randint(0, 3))], keywords, str.format

    def percent(self):
        def conversion():
            flags = "".join(self.sample("-+ #0", self.choice([0, 0, 1, 2])))
            width, precision = self.choice(["", "", "5", "12", "*"]), self.choice(["", "", ".0", ".3", ".*", "."])
            return "%" + flags + width + precision + self.choice("sssrradiuoxXeEfFgGc%yé")
        pieces = [self.text(3), conversion(), conversion(), conversion(), "%(a)s", "%(b)d", "%(a", "%", "%%"]
        template = "".join(self.choice(pieces) for _ in range(self.randint(1, 3)))
        values = tuple(self.value() for _ in range(self.randint(0, 3)))
        return "op.mod", [template, self.choice([values, self.value(), {"a": self.value(), "b": 1}])], {}, lambda a, b: a % b

    def operator(self):
        own = self.text()
        other = self.choice([self.text(), self.argument(own)])
        return self.choice([
            ("op.add", [own, other], {}, lambda a, b: a + b), ("op.mul", [own, other], {}, lambda a, b: a * b),
            ("op.in", [other, own], {}, lambda a, b: a in b), ("op.getitem", [own, other], {}, lambda a, b: a[b]),
            ("op.lt", [own, other], {}, lambda a, b: a < b), ("op.eq", [own, other], {}, lambda a, b: a == b),
            ("b.repr", [own], {}, repr), ("b.ascii", [own], {}, ascii), ("b.list", [own], {}, list),
            ("b.ord", [other], {}, ord), ("b.chr", [other], {}, chr), ("b.str", [other], {}, str),
            ("b.format", [self.choice([own, self.value()]), self.spec()], {}, format),
            ("cls.str.maketrans", [self.argument(own) for _ in range(self.randint(1, 3))], {}, str.maketrans),
            ("m.str.format_map", ["{a}{b!r}", self.choice([{"a": 1, "b": ""}, {"a": 2}, other])], {}, str.format_map),
        ])

    def case(self):
        make = self.choice([self.method] * 4 + [self.operator] * 3 + [self.format, self.percent])
        op, arguments, keywords, run = make()
        if op.endswith(NO_SIZE) and any(isinstance(a, int) and a > 1000 for a in arguments) or "idna" in arguments:
            return None
        case = {"op": op, "args": [typed(argument) for argument in arguments]}
        if keywords:
            case["kw"] = {name: typed(value) for name, value in keywords.items()}
        try:
            case["ok"] = typed(run(*arguments, **keywords))
        except Exception as error:
            case["err"] = {"type": type(error).__name__, "msg": str(error)}
        return json.dumps(case, ensure_ascii=False)


def main():
    wanted, seed, out = (sys.argv[1:] + [None] * 3)[:3]
    cases, lines = Cases(int(seed or 15)), []
    while len(lines) < int(wanted or 600):
        line = cases.case()
        # Most wrong arguments are like each other.
        if line and ('"TypeError"' not in line or cases.random() < 0.2):
            lines.append(line)
    path = pathlib.Path(out) if out else pathlib.Path(__file__).with_name("cases.jsonl")
    path.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
