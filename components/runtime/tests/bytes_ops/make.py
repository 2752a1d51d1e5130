#!/usr/bin/env python3
"""Writes cases.jsonl: what CPython 3.12 answers about bytes, bytearray, memoryview and struct, wrong arguments included.

make.py [how many] [seed] [file]. Operations are {"op", "args", "kw"?, "ok" | "err"}; sequences are {"steps", "out"}, whose steps may
name a result ("let") that later ones use ({"t": "var"}). Values are typed: {"t": "int", "v": "1"}.
"""

import json
import operator
import pathlib
import random
import struct
import sys

SHARED = [name for name in dir(bytes) if not name.startswith("_") and name not in ("fromhex", "maketrans")]
CHANGING = ["append", "clear", "copy", "extend", "insert", "pop", "remove", "reverse"]
ALPHABETS = [b"ab", b"abc ,\t\n", bytes(range(256)), b"aA9 _\xe9", b"+-01"]
FORMATS = ["B", "b", "c", "H", "h", "@i", "I", "q", "f", "d", "?", "e", "x", "", "=i"]
SHAPES = [[2, 2], [1], [4], (2, 4), [0], [-1], ["a"], 5, [], [3, 5], [16], [2, 2, 2], [1] * 70]
TEMPLATES = [b"%d", b"%s", b"%5s|", b"%-6b|", b"%c", b"%x %o", b"%.2f", b"%r", b"%a", b"%(a)s", b"%%", b"%+5d", b"%*d", b"%.*f", b"%z", b"%",
             b"abc", b"%#x", b"%05d", b"%.3s", b"%g"]
ATTRIBUTES = ["format", "shape", "strides", "nbytes", "readonly", "itemsize", "ndim", "contiguous", "c_contiguous", "f_contiguous", "suboffsets", "obj"]
OPERATORS = {"add": operator.add, "mul": operator.mul, "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "ge": operator.ge,
             "getitem": operator.getitem, "in": lambda item, of: item in of}


def typed(value, result=False):
    inner = [typed(item, result) for item in value] if isinstance(value, (list, tuple)) else None
    match value:
        case None:
            return {"t": "none"}
        case bool():
            return {"t": "bool", "v": value}
        case int():
            return {"t": "int", "v": str(value)}
        case float():
            return {"t": "float", "nan": True} if value != value else {"t": "float", "bits": struct.pack(">d", value).hex()}
        case bytes() | bytearray():
            return {"t": type(value).__name__, "hex": value.hex()}
        case list() | tuple():
            return {"t": type(value).__name__, "v": inner}
        case slice():
            return {"t": "slice", "v": [typed(value.start), typed(value.stop), typed(value.step)]}
        case range():
            return {"t": "range", "v": [typed(value.start), typed(value.stop), typed(value.step)]}
        case dict():
            return {"t": "dict", "v": [[typed(key), typed(item)] for key, item in value.items()]}
        case memoryview() if result:
            return {"t": "memoryview", "format": value.format, "shape": list(value.shape), "strides": list(value.strides),
                    "itemsize": value.itemsize, "readonly": value.readonly, "hex": value.tobytes().hex()}
        case memoryview():
            return {"t": "memoryview", "of": typed(value.obj)}
        case str() if any(0xD800 <= ord(char) < 0xE000 for char in value):
            return {"t": "str", "cp": [ord(char) for char in value]}
        case str():
            return {"t": "str", "v": value}
    raise TypeError(type(value))


def copied(value):
    """Arguments that the operation may change, so that the case shows them as they were."""
    match value:
        case bytearray():
            return bytearray(value)
        case memoryview():
            return memoryview(copied(value.obj))
        case list() | tuple():
            return type(value)(copied(item) for item in value)
    return value


def outcome(call):
    try:
        return {"ok": typed(call(), True)}
    except Exception as error:
        return {"err": {"type": type(error).__name__, "msg": str(error)}}


class Cases(random.Random):
    def plain(self, longest=10):
        alphabet = self.choice(ALPHABETS)
        return bytes(self.choice(alphabet) for _ in range(self.randint(0, longest)))

    def buffer(self):
        plain, kind = self.plain(), self.random()
        if kind < 0.5:
            return plain
        return bytearray(plain) if kind < 0.85 else memoryview(plain) if kind < 0.93 else memoryview(bytearray(plain))

    def number(self):
        return self.choice([0, 1, 2, 3, 5, 8, -1, -2, -3, 97, 98, 255, 256, -256, 300, 10**30, -10**30, 2**63, True, 12])

    def slice(self):
        place = [None, 0, 1, 2, 3, 5, -1, -2, -4, 20, -20]
        return slice(self.choice(place), self.choice(place), self.choice([None, None, 1, 2, -1, -2, 3, 0, -3]))

    def anything(self):
        if self.random() < 0.65:
            return self.buffer() if self.random() < 0.7 else self.number()
        return self.choice([None, "a", "ab", "\xe9", "", 1.5, [], [97, 98], ["a"], [300], (b"a", b"b"), (b"a", "x"), range(3), self.slice(),
                            "utf-8", "ascii", "strict", "ignore", "10 aF", {b"a": 1}, [b"x", b"y"], (), "nosuch", "latin-1", ":", b":"])

    def arguments(self, method):
        """Arguments that the method takes."""
        place = self.choice([0, 1, 2, 4, -1, -3, None])
        match method:
            case "find" | "rfind" | "index" | "rindex" | "count":
                return [self.choice([self.buffer(), self.number()]), place, self.choice([1, 3, -1, None])]
            case "startswith" | "endswith":
                return [self.choice([self.buffer(), (self.buffer(), self.buffer()), (b"a", "b")]), place]
            case "split" | "rsplit":
                return [self.choice([None, self.buffer(), b" ", b"a"]), self.choice([-1, 0, 1, 2])]
            case "strip" | "lstrip" | "rstrip":
                return [self.choice([None, self.buffer()])]
            case "partition" | "rpartition" | "removeprefix" | "removesuffix":
                return [self.buffer()]
            case "replace":
                return [self.buffer(), self.buffer(), self.choice([-1, 0, 1, 2, 100])]
            case "center" | "ljust" | "rjust":
                return [self.randint(-1, 20), self.choice([b"x", bytearray(b"."), b""])]
            case "zfill" | "expandtabs":
                return [self.randint(-1, 15)]
            case "translate":
                return [self.choice([None, bytes(range(255, -1, -1)), b"x"]), self.buffer()]
            case "join":
                return [self.choice([[self.buffer() for _ in range(self.randint(0, 4))], [b"a", 1]])]
            case "hex":
                return [self.choice([":", b"-", "\xe9", "ab"]), self.randint(-4, 4)]
            case "decode":
                names = ["utf-8", "ascii", "latin-1", "utf-16", "cp1252", "utf-7", "nope", "utf8", "hex"]
                return [self.choice(names), self.choice(["strict", "ignore", "replace", "backslashreplace", "surrogateescape", "nosuch"])]
        return []

    def some_arguments(self, method):
        known = self.arguments(method)
        if known and self.random() < 0.75:
            return known[:self.randint(1, len(known))]
        return [self.anything() for _ in range(self.choice([0, 0, 1, 1, 1, 2, 2, 3, 4]))]

    def method(self):
        receiver, method = self.choice([self.plain(), bytearray(self.plain())]), self.choice(SHARED)
        arguments = self.some_arguments(method)
        call = lambda: getattr(copied(receiver), method)(*map(copied, arguments))
        return f"m.{type(receiver).__name__}.{method}", [receiver, *arguments], call

    def construct(self):
        kind = self.choice([bytes, bytearray, memoryview])
        arguments = [self.anything() for _ in range(self.choice([0, 1, 1, 1, 2, 3]))]
        return f"b.{kind.__name__}", arguments, lambda: kind(*map(copied, arguments))

    def static(self):
        kind, name = self.choice([bytes, bytearray]), self.choice(["fromhex", "maketrans"])
        arguments = [self.choice(["10 aF", "1", "zz", "1 0", "\xe9", b"ab", b"cd", self.anything()]) for _ in range(self.randint(0, 3))]
        return f"cls.{kind.__name__}.{name}", arguments, lambda: getattr(kind, name)(*arguments)

    def operation(self):
        name = self.choice([*OPERATORS, "getitem", "mod"])
        if name == "mod":
            left = self.choice([bytes, bytearray])(self.choice(TEMPLATES))
            right = self.choice([self.anything(), (self.anything(),), (5, 1.5), (3, 7), {b"a": b"x"}, self.number(), 1.5])
            return "op.mod", [left, right], lambda: left % copied(right)
        left, right = self.buffer(), self.anything()
        if name == "getitem":
            right = self.choice([self.number(), self.slice(), self.slice(), self.anything()])
        elif name == "in":
            left, right = right, left
        return f"op.{name}", [left, right], lambda: OPERATORS[name](copied(left), copied(right))

    def cast(self):
        view = memoryview(self.choice([bytes, bytearray])(self.plain(16)))
        arguments = [self.choice([*FORMATS, 5, None]), self.choice(SHAPES)][:self.randint(1, 2)]
        return "m.memoryview.cast", [view, *arguments], lambda: copied(view).cast(*arguments)

    def packing(self):
        text = self.choice(["", "<", ">", "!", "=", "@"])
        text += "".join(self.choice(["", "", "2", "0", "3"]) + self.choice("xcbB?hHiIlLqQnNefdsP") for _ in range(self.randint(0, 3)))
        values = [self.choice([self.number(), 1.5, b"a", b"abc", bytearray(b"xy"), "x", None, 1e300, 65]) for _ in range(self.randint(0, 4))]
        buffer = self.choice([bytearray(12), bytes(8), memoryview(bytearray(10)), "x"])
        offset = self.choice([0, 1, 4, -1, -4, -12, 100, 10**30, "a"])
        match self.choice(["calcsize", "pack", "unpack", "unpack_from", "pack_into"]):
            case "unpack":
                data = self.randbytes(self.randint(0, 12))
                try:
                    data = self.randbytes(struct.calcsize(text)) if self.random() < 0.8 else data
                except struct.error:
                    pass
                arguments, name = [text, data], "unpack"
            case "calcsize":
                arguments, name = [text], "calcsize"
            case "unpack_from":
                arguments, name = [text, buffer, offset], "unpack_from"
            case "pack_into":
                arguments, name = [text, buffer, offset, *values][:self.randint(1, 7)], "pack_into"
            case _:
                arguments, name = [text, *values], "pack"
        return f"struct.{name}", arguments, lambda: getattr(struct, name)(*map(copied, arguments))

    def one(self):
        kinds = [self.method] * 5 + [self.operation] * 3 + [self.construct, self.static, self.cast, self.packing, self.packing]
        op, arguments, call = self.choice(kinds)()
        case = {"op": op, "args": [typed(value) for value in arguments]}
        return case | outcome(call)


class Sequence:
    """A bytearray and views of it, changed step by step."""

    def __init__(self, cases):
        self.cases, self.values, self.steps, self.out = cases, {}, [], []
        self.step("b.bytearray", [cases.plain(12)], bytearray, "b")
        self.step("b.memoryview", ["$b"], memoryview, "m")
        for _ in range(cases.randint(3, 12)):
            (self.change if cases.random() < 0.5 else self.look)()

    def step(self, op, arguments, call, let=None):
        named = lambda value: isinstance(value, str) and value.startswith("$")
        step = {"op": op, "args": [{"t": "var", "v": v[1:]} if named(v) else typed(v) for v in arguments]}
        values = [self.values[v[1:]] if named(v) else copied(v) for v in arguments]
        made = []
        self.out.append(outcome(lambda: made.append(call(*values)) or made[0]))
        if let and "ok" in self.out[-1]:
            step["let"] = let
            self.values[let] = made[0]
        self.steps.append(step)

    def change(self):
        cases = self.cases
        match cases.choice(["method", "method", "setitem", "setitem", "delitem", "iadd", "imul"]):
            case "method":
                method = cases.choice(CHANGING)
                arguments = {"append": [cases.number()], "extend": [cases.choice([cases.buffer(), [1, 2], [300], 5, "$b"])],
                             "insert": [cases.choice([0, 1, -1, 100]), cases.number()], "pop": [cases.choice([0, -1, 5, 100])],
                             "remove": [cases.choice([97, 98, 32, 300])]}.get(method, [])
                self.step(f"m.bytearray.{method}", ["$b", *arguments], lambda o, *rest: getattr(o, method)(*rest))
            case "setitem":
                value = cases.choice([cases.buffer(), "$b", 5, [1, 2], cases.number(), None])
                self.step("op.setitem", ["$b", cases.choice([cases.slice(), cases.number()]), value], operator.setitem)
            case "delitem":
                self.step("op.delitem", ["$b", cases.choice([cases.slice(), cases.number()])], operator.delitem)
            case "iadd":
                self.step("op.iadd", ["$b", cases.choice([cases.buffer(), "$b", 5])], operator.iadd, "b")
            case _:
                self.step("op.imul", ["$b", cases.choice([0, 1, 2, -1, 10**30])], operator.imul, "b")

    def look(self):
        cases = self.cases
        view = "$" + cases.choice([name for name in self.values if name != "b"])
        match cases.choice(["getitem", "setitem", "setitem", "cast", "release", "toreadonly", "attr", "tolist", "eq", "in"]):
            case "getitem":
                self.step("op.getitem", [view, cases.slice()], operator.getitem, cases.choice("no"))
            case "setitem":
                key = cases.choice([cases.number(), cases.slice(), (0, 0), (0,), ()])
                value = cases.choice([cases.number(), cases.plain(4), cases.buffer(), 1.5, None, view, b"a"])
                self.step("op.setitem", [view, key, value], operator.setitem)
            case "cast":
                arguments = [cases.choice(FORMATS), cases.choice(SHAPES)][:cases.randint(1, 2)]
                self.step("m.memoryview.cast", [view, *arguments], lambda o, *rest: o.cast(*rest), cases.choice("no"))
            case "attr":
                name = cases.choice(ATTRIBUTES)
                self.step(f"attr.{name}", [view], operator.attrgetter(name))
            case "eq":
                self.step("op.eq", [view, cases.choice(["$b", view, cases.buffer()])], operator.eq)
            case "in":
                self.step("op.in", [cases.choice([97, 1, b"a", 0.0]), view], lambda item, of: item in of)
            case "release":
                # Not the first view: most steps would then say the same.
                if view != "$m":
                    self.step("m.memoryview.release", [view], lambda o: o.release())
            case method:
                self.step(f"m.memoryview.{method}", [view], operator.methodcaller(method))


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    cases = Cases(int(sys.argv[2]) if len(sys.argv) > 2 else 312)
    path = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else pathlib.Path(__file__).with_name("cases.jsonl")
    with path.open("w") as file:
        for number in range(count):
            if number % 8 == 0:
                sequence = Sequence(cases)
                case = {"steps": sequence.steps, "out": sequence.out}
            else:
                case = cases.one()
            line = json.dumps(case, separators=(",", ":"))
            # Addresses differ, and what is large says no more than what is small.
            address = "memory at 0x"
            if address not in line and address.encode().hex() not in line and len(line) < 5000:
                file.write(line + "\n")


main()
