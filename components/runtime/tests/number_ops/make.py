"""Writes cases.jsonl: random operations on numbers, and what CPython 3.12 answers. Run with python3.12 in this folder."""
import json
import math
import operator
import random
import resource
import struct
import warnings

warnings.simplefilter("ignore")
resource.setrlimit(resource.RLIMIT_AS, (1 << 31, 1 << 31))
random.seed(312)
COUNT = 1200

INTS = [0, 1, -1, 2, 3, -7, 10, 255, 2**31, 2**46 - 1, 2**46, -(2**46), -(2**46) - 1, 2**47, 2**53, 2**53 + 1, 2**63 - 1, 2**63, -(2**63) - 1, 2**64, 10**19, 10**22, -(10**40), 2**1023, 2**1024 - 2**970 - 1, 2**1024, 10**400]
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 0.1, 0.3, 1e15, 1e16, 1e22, 1e23, 123456.789, 1e-4, 1e-5, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, math.inf, -math.inf, math.nan, 2.675, 9007199254740993.0, 70368744177664.0, 709.78, 710.0, -745.2]
OTHERS = [None, "a", "", "12", b"1", [1], (1, 2), "1.5", []]
INT_TEXTS = ["0", "-5", " 12 ", "1_000", "1__0", "_1", "0x1f", "0X_1F", "0b101", "0o17", "017", "", "-", "12a", "zz", "\u0661\u0662", "\xa05\u2003", "\x1f1", "9" * 30, "1.5", "00", "1" * 4301, "a" * 300, "\U0001d7ce"]
FLOAT_TEXTS = ["1", "1.", ".5", ".", "1e5", "1e", "inf", "-Infinity", "+NaN", "1_0", "1_.5", " 1 ", "\u0661.\u0665", "1e400", "0x10", "\x1f1", "1,5", "-0"]
UNARY = "acos acosh asin asinh atan atanh ceil cosh degrees exp exp2 expm1 fabs floor frexp gamma isfinite isnan isqrt lgamma log log10 log1p log2 modf radians sinh sqrt tanh trunc ulp factorial".split()
BINARY = "atan2 copysign fmod pow remainder isclose hypot log nextafter gcd lcm comb perm ldexp".split()
OPERATORS = {n: getattr(operator, n + "_" if n in ("and", "or") else n) for n in "add sub mul truediv floordiv mod and or xor eq ne lt le gt ge lshift rshift".split()}


class Skip(Exception):
    pass


def typed(v):
    if v is None:
        return {"t": "none"}
    if isinstance(v, bool):
        return {"t": "bool", "v": v}
    if isinstance(v, int):
        return {"t": "int", "v": str(v)}
    if isinstance(v, float):
        return {"t": "float", "nan": True} if v != v else {"t": "float", "bits": struct.pack(">d", v).hex(), "r": repr(v)}
    if isinstance(v, str):
        return {"t": "str", "v": v}
    if isinstance(v, bytes):
        return {"t": "bytes", "hex": v.hex()}
    if isinstance(v, (list, tuple)):
        return {"t": type(v).__name__, "v": [typed(x) for x in v]}
    raise Skip


def an_int():
    if random.random() < 0.5:
        return random.choice(INTS)
    n = random.getrandbits(random.choice([4, 8, 31, 46, 53, 64, 100, 300]))
    return n if random.random() < 0.5 else -n


def a_float():
    if random.random() < 0.5:
        return random.choice(FLOATS)
    return round(random.uniform(-1000, 1000), random.randint(0, 5)) * 10.0 ** random.choice([0, 0, 0, 5, -10, 100])


def a_number():
    return random.choice([an_int, an_int, a_float, a_float, lambda: random.random() < 0.5])()


def anything():
    return random.choice(OTHERS) if random.random() < 0.1 else a_number()


def a_spec():
    parts = [["", "", "*<", "0>", "^", "=", "\u20ac^"], ["", "", "+", " ", "-"], ["", "", "z"], ["", "", "#"], ["", "0"], ["", "5", "12", "33"], ["", "", ",", "_"], ["", ".0", ".2", ".10", "."], list("bcdoxXneEfFgG%sq") + [""] * 4]
    return "".join(map(random.choice, parts))


def a_percent():
    flags = "".join(random.sample("-+ #0", random.randint(0, 3)))
    return "%" + flags + random.choice(["", "3", "12"]) + random.choice(["", ".", ".3"]) + random.choice("diuoxXeEfFgGcrs%q")


def an_operation():
    kind = random.randrange(11)
    if kind < 3:
        name = random.choice(list(OPERATORS))
        other = random.choice([0, 1, 5, 17, 63, 64, 100, -1, 1.5, True]) if "shift" in name else anything()
        return "op." + name, [anything(), other], {}, OPERATORS[name]
    if kind == 3:
        exponent = random.choice([0, 1, 2, 3, 7, 30, -1, -2, 0.5, 2.0, -1.0, 1e5, math.inf, True, "a"])
        return "op.pow", [anything(), exponent], {}, operator.pow
    if kind == 4:
        name = random.choice(["neg", "pos", "invert"])
        return "op." + name, [anything()], {}, getattr(operator, name)
    if kind == 5:
        f = random.choice([abs, bin, oct, hex, int, float, bool, repr, str, round, divmod, pow])
        args = [anything()]
        if f is divmod:
            args.append(anything())
        if f is pow:
            args += [random.choice([0, 1, 2, 100, -1, 2**64, 1.5]), random.choice([a_number(), an_int(), "a"])]
        if f is round and random.random() < 0.7:
            args.append(random.choice([0, 1, 2, -1, -2, 20, -20, 400, None, "a", 2**70]))
        return "b." + f.__name__, args, {}, f
    if kind == 6:
        if random.random() < 0.4:
            return "b.float", [random.choice(FLOAT_TEXTS)], {}, float
        base = [random.choice([0, 2, 8, 10, 16, 36, 1, 37, "a"])] if random.random() < 0.6 else []
        return "b.int", [random.choice(INT_TEXTS)] + base, {}, int
    if kind == 7:
        if random.random() < 0.6:
            return "b.format", [anything(), a_spec()], {}, format
        return "op.mod", [a_percent(), anything()], {}, operator.mod
    if kind == 8:
        name = random.choice("as_integer_ratio bit_count bit_length conjugate is_integer to_bytes to_bytes __add__ __rsub__ __rpow__".split())
        args, words = [an_int()], {}
        if name == "to_bytes":
            args += [random.choice([0, 1, 8, 9, 20, -1, "a"]), random.choice(["little", "big", "x", 1])]
            words = random.choice([{}, {"signed": True}])
        elif name.startswith("_"):
            args.append(random.choice([0, 1, 2.5, "a", -3]))
        return "m.int." + name, args, words, getattr(int, name)
    if kind == 9:
        name = random.choice("as_integer_ratio hex is_integer __floor__ __ceil__ __trunc__ __truediv__ __rmod__".split())
        return "m.float." + name, [a_float()] + ([anything()] if "mod" in name or "div" in name else []), {}, getattr(float, name)
    if random.random() < 0.6:
        name = random.choice(UNARY)
        return "math." + name, [random.randint(-1, 60) if name == "factorial" else anything()], {}, getattr(math, name)
    name = random.choice(BINARY)
    args = [anything(), anything()]
    if name in ("comb", "perm", "ldexp"):
        args = [random.choice([0, 1, 5, 60, -1, 10**20, 1.5]), random.choice([0, 1, 3, 30, -1, 1075, 10**30 if name == "ldexp" else 7])]
    return "math." + name, args, {}, getattr(math, name)


def main():
    with open("cases.jsonl", "w", encoding="ascii", newline="\n") as out:
        number = 0
        while number < COUNT:
            op, args, words, function = an_operation()
            case = {"id": "n%04d" % number, "op": op, "args": args, "src": ascii((op, *args))[:60]}
            try:
                case["args"] = [typed(x) for x in args]
                if words:
                    case["kw"] = {k: typed(v) for k, v in words.items()}
                try:
                    result = function(*args, **words)
                    case["ok"] = typed(result)
                except Skip:
                    raise
                except Exception as error:
                    if "complex" in str(error):
                        raise Skip
                    case["err"] = {"type": type(error).__name__, "msg": str(error)}
            except (Skip, ValueError):
                continue
            line = json.dumps(case, separators=(",", ":"))
            if len(line) < 450:
                print(line, file=out)
                number += 1


main()
