"""Writes the tables of this folder: what CPython 3.12 answers. Run with python3.12 in this folder.

A line is: operation, arguments, "=", result, separated by tabs. Integers are decimal, floats 16 hexadecimal digits of
their bits, texts have \\u{...} for what is not printable ASCII; an exception is "!" + its name + ": " + message.
"""
import math
import random
import struct

random.seed(20)


def bits(x):
    return "nan" if x != x else struct.pack(">d", x).hex()


def text(s):
    return "".join(c if 32 <= ord(c) < 127 and c != "\\" else "\\u{%x}" % ord(c) for c in s)


def show(v):
    if isinstance(v, bool):
        return str(v).lower()
    if isinstance(v, int):
        return str(v)
    if isinstance(v, float):
        return bits(v)
    if isinstance(v, str):
        return text(v)
    if isinstance(v, bytes):
        return v.hex()
    if isinstance(v, tuple):
        return " ".join(map(show, v))
    raise TypeError(v)


out = None


def case(op, f, *args):
    try:
        result = show(f(*args))
    except Exception as e:
        result = "!%s: %s" % (type(e).__name__, text(str(e)) if "literal" not in str(e) and "could not" not in str(e) else "")
    print("\t".join([op, *map(show, args), "=", result]), file=out)


def big():
    n = random.getrandbits(random.choice([1, 3, 8, 31, 53, 54, 63, 64, 65, 100, 128, 200, 400]))
    return -n if random.random() < 0.4 else n


EDGES = [0, 1, -1, 2, -2, 3, 7, 10, -10, 2**31, 2**53, 2**53 + 1, -(2**63), 2**63, 2**64 - 1, 10**18, 10**22, 2**1023, 2**1024 - 2**970, 2**1024 - 2**970 - 1, 2**1024]
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 0.1, 0.3, 1e16, 9999999999999998.0, 1e22, 1e23, 123456.789, 1e-4, 1e-5, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, math.inf, -math.inf, math.nan, 2.675, 1e100, 3.0, -7.0, 1e-7, 4503599627370497.5]


def anyfloat():
    r = random.random()
    if r < 0.3:
        return random.choice(FLOATS)
    if r < 0.5:
        return struct.unpack(">d", random.randbytes(8))[0]
    if r < 0.7:
        return round(random.uniform(-1000, 1000), random.randint(0, 5))
    return random.uniform(-10, 10) * 10.0 ** random.randint(-20, 20)


def integers():
    pick = lambda: random.choice(EDGES) if random.random() < 0.4 else big()
    for _ in range(100):
        a, b = pick(), pick()
        case("floordiv", lambda a, b: a // b, a, b)
        case("mod", lambda a, b: a % b, a, b)
        case("truediv", lambda a, b: a / b, a, b)
    for _ in range(60):
        a, n = pick(), random.choice([0, 1, 5, 63, 64, 65, 200, -1])
        case("shl", lambda a, n: a << n, a, n)
        case("shr", lambda a, n: a >> n, a, n)
        case("pow", lambda a, n: a**n, big() >> 600 if abs(a) > 2**70 else a, random.choice([0, 1, 2, 3, 10, 33, -1, -2, -5]))
        case("powmod", pow, a, random.choice([0, 1, 2, 5, 2**70, -1, -3]), pick())
        case("round", round, a, random.choice([0, 3, -1, -2, -5, -20, -300]))
    for _ in range(120):
        a = pick()
        case("float", float, a)
        case("hash", hash, a)
    for x in [float(2**53), -(2.0**63), 1e22, 0.5, -0.5, 1.5, math.inf, -math.inf, 1e308, 9.2e18]:
        for n in [0, 1, -1, 2, 2**53, 2**53 + 1, -(2**63), -(2**63) - 1, 10**22, 10**22 + 1, 2**1024, -(2**2000), 10**308]:
            case("cmp", lambda n, x: (n > x) - (n < x), n, x)
    texts = ["0", "00", "-0", "+7", " 12 ", "\t12\n", "1_000", "1__0", "_1", "1_", "0x1f", "0X_1F", "0b101", "0b2", "0o17", "017", "0_0", "0x", "", " ", "-", "+-1", "- 1", "12a", "zz", "\u0661\u0662", "\xa05\u2003", "\x1f1", "1\x7f", "1\u20ac", "9" * 30, "1" * 4300, "1" * 4301, "1" * 4301 + "x", "1 2", "1\x00", "\x0c7\x0b"]
    for t in texts:
        for base in [0, 2, 8, 10, 16, 36] if len(t) < 100 else [10]:
            case("parse", int, t, base)
    case("parse", int, "1", 1)
    case("parse", int, "1", 37)
    for n in [0, 1, -1, 127, 128, 255, 256, -128, -129, 2**63, -(2**63), 2**100]:
        for length in [0, 1, 2, 8, 20]:
            for order in ["little", "big"]:
                for signed in [False, True]:
                    case("to_bytes", lambda n, length, order, signed: n.to_bytes(length, order, signed=signed), n, length, order, signed)
    for b in [b"", b"\x00", b"\xff", b"\x7f\x01", b"\x80\x00", b"\xff" * 9]:
        for order in ["little", "big"]:
            for signed in [False, True]:
                case("from_bytes", lambda b, order, signed: int.from_bytes(b, order, signed=signed), b, order, signed)
    for n in [0, 1, 2, 3, 4, 15, 16, 17, 2**64 - 1, 2**64, 10**40, -1]:
        case("isqrt", math.isqrt, n)
    for n in [0, 1, 5, 20, 21, 100, -1, 10**30]:
        case("factorial", math.factorial, n)
    for n, k in [(0, 0), (5, 0), (5, 2), (5, 5), (5, 6), (60, 30), (100, 50), (2**64, 2), (10**30, 3), (10**30, 10**30 - 1), (-1, 1), (1, -1), (2**64 - 1, 0)]:
        case("comb", math.comb, n, k)
        if k < 10**6:
            case("perm", math.perm, n, k)
    for _ in range(20):
        a, b = pick(), pick()
        case("gcd", math.gcd, a, b)
        case("lcm", math.lcm, a, b)


def floats():
    for x in FLOATS + [anyfloat() for _ in range(100)]:
        case("repr", repr, x)
        case("hex", float.hex, x)
        case("fhash", lambda x: 0 if x != x else hash(x), x)
        case("int", int, x)
        case("round1", round, x)
        case("ratio", float.as_integer_ratio, x)
        case("floor", math.floor, x)
        case("ceil", math.ceil, x)
    for n in range(40):
        # In the middle between two decimal numbers that both read back as the float.
        case("repr", repr, random.getrandbits(51) + 0.25 + n % 2 / 2)
        case("repr", repr, float((random.getrandbits(40) * 10 + 5) << random.randint(20, 28)))
    case("repr", repr, -571550762618809.2)
    for _ in range(150):
        x, y = anyfloat(), anyfloat()
        case("divmod", divmod, x, y)
        case("ffloordiv", lambda x, y: x // y, x, y)
        case("fmod", lambda x, y: x % y, x, y)
        case("fround", round, x, random.choice([0, 1, 2, 3, 5, 10, 20, 400, -1, -2, -5, -300, -308, -309, 2**70, -(2**70)]))
        case("math.fmod", math.fmod, x, y)
        case("math.remainder", math.remainder, x, y)
        case("math.nextafter", math.nextafter, x, y)
    case("fround", round, 1.7e308, -308)
    for x in FLOATS:
        for y in [0.0, 2.0, 3.0, -1.0, 0.5, -2.0, 1e9, math.inf, -math.inf, math.nan]:
            if x < 0 and y == 0.5 and x > -math.inf:
                continue
            case("fpow", lambda x, y: x**y, x, y)
        for y in [0.0, 2.0, 3.0, -1.0, 0.5, -2.0, 1e9, math.inf, -math.inf, math.nan]:
            case("math.pow", math.pow, x, y)
        for name in "sqrt exp exp2 expm1 log log2 log10 log1p sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh gamma lgamma degrees radians ulp".split():
            case("math." + name, getattr(math, name), x)
        case("frexp", math.frexp, x)
        case("modf", math.modf, x)
    for s in ["1", "1.", ".5", ".", "", "1e5", "1e", "1e+", "1.5e-3", "+1", "-1", "--1", "inf", "-Infinity", "nan", "+NaN", "infinit", "1_0", "1__0", "_1", "1_", "1_.5", "1._5", "1_0.2_5e1_0", "1e1_", " 1 ", "\t1\n", "\x1f1", "\u0661.\u0665", "\xa01", "1e400", "-1e-400", "1e99999999999999999999", "0e99999999999999999999", "2.2250738585072011e-308", "9007199254740993", "0x10", "1d5", "1 2", "1\x00", "179769313486231580793728971405301e276", "5e-324", "2.4703282292062327208e-324", "2.4703282292062328e-324"]:
        case("fparse", float, s)
    for s in ["0x1p0", "1", "-0x1.8p1", "0x.8", "0x1.", ".", "0x", "", "inf", "-nan", " 0x1p-1074 ", "0x1p-1075", "0x1.8p-1075", "0x1p-2000", "0x1p1023", "0x1p1024", "0x1.fffffffffffff7fp1023", "0x1.fffffffffffff8p1023", "0x1.00000000000008p0", "0x1.000000000000080000001p0", "0x1.00000000000018p0", "1p", "1p+", "0x1p1x", "0xg", "0x0p99999999999999999999", "0x1p99999999999999999999", "0x1p-99999999999999999999", "0x" + "0" * 50 + "1" + "0" * 50 + "p-200", "1_0"]:
        case("fromhex", float.fromhex, s)
    for _ in range(60):
        x = random.choice(FLOATS)
        case("ldexp", math.ldexp, x, random.choice([0, 1, -1, 10, 1023, 1024, -1074, -1075, -1076, 2000, -2000, 2**70, -(2**70)]))
    for n in [1, 10, 2**1024, 10**400, 3**2000, 0, -5]:
        for name in ["log", "log2", "log10"]:
            case("int." + name, getattr(math, name), n)


def formats():
    values = [0, 1, -1, 5, 97, 1234567, -1234567, 10**20, 2**70, -(2**64), 0x10FFFF, 0x110000]
    specs = ["", "d", "b", "o", "x", "X", "#b", "#o", "#x", "#X", "c", "5c", "+c", "#c", "n", "5", "05", "<5", ">5", "^9", "=9", "*^9", "\u20ac>9", "+", " ", "-", "+d", "010d", "+010d", "#010x", "_", ",", "020,", "021,", "_x", "_b", ",x", "#020_x", ",_", "_,", ",n", ".2", ".2f", "10.3e", ".0f", "g", "%", ".1%", "zd", "z.2f", "s", "\x1f", "\u20ac", ",\x1f", "abc", "99999999999999999999", ".", "10", "<010", "=+010,", "0<10", "x<10,d", "#,d", "{}"]
    for spec in specs:
        for v in random.sample(values, 5) + [1234567]:
            case("format_int", format, v, spec)
    specs = ["", "e", "E", "f", "F", "g", "G", "n", "%", ".0f", ".1f", ".2f", ".3e", ".0e", ".10g", ".0g", "#.0f", "#g", "#.3g", "#", "+", " ", "010", "+010.2f", ",", "020,.2f", "_.3f", "_", "<12", "^12", "=12", "*>12", "z", "z.1f", "-z.0f", ".3", ".17", ".17g", "d", "s", "x", ",x", ".", ".400f", ".9999999999f", "10.3G", "+.1%", ",n", "#.0e", "012,g", "015_.1e"]
    for spec in specs:
        for v in random.sample(FLOATS, 6) + [anyfloat(), 1234567.891, -0.0001]:
            case("format_float", format, v, spec)
    for spec in ["", "s", "10", "<10", ">10", "^10", "*^11", ".2", "10.2", "05", ".0", "=5", "+5", " 5", "z", "#", ",", "_", "d", "\u20ac^9s", ".2s5", "0"]:
        for v in ["", "a", "abc", "\xe4\u20ac\U0001f600x"]:
            case("format_str", format, v, spec)
    for flags in ["", "-", "0", "+", " ", "#", "-0", "+0", "#0", "+-#", " 0#"]:
        for width in ["", "3", "12"]:
            for precision in ["", ".", ".0", ".5"]:
                for kind in "dxXo":
                    spec = flags + width + precision + kind
                    case("percent_int", lambda spec, v: ("%" + spec) % v, spec, random.choice(values))
                for kind in "efgEFG":
                    spec = flags + width + precision + kind
                    case("percent_float", lambda spec, v: ("%" + spec) % v, spec, random.choice(FLOATS))


for name, write in [("integers", integers), ("floats", floats), ("formats", formats)]:
    with open(name + ".tsv", "w", encoding="ascii", newline="\n") as out:
        write()
