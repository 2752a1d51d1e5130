"""Writes bytes.tsv: what CPython 3.12 answers about bytes, codecs and struct. Usage: make_bytes.py [cases] [seed]."""

import codecs
import random
import struct
import sys

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 60
random.seed(int(sys.argv[2]) if len(sys.argv) > 2 else 312)

HANDLERS = ["strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass",
            "xmlcharrefreplace", "nosuch"]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "latin-1",
             "ascii", "cp1252", "utf-7", "unicode_escape", "raw_unicode_escape"]
PIECES = [b"a", b"Z", b"\x80", b"\xbf", b"\xc0", b"\xc2", b"\xc3\xa9", b"\xe0\x80", b"\xe0\xa0", b"\xe2\x82\xac", b"\xed\xa0\x80",
          b"\xed\xb2\x80", b"\xed", b"\xf0\x9f\x98\x80", b"\xf0\x9f", b"\xf0\x80", b"\xf4\x90\x80\x80", b"\xf5", b"\xff", b"\xfe",
          b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00", b"\xd8", b"\xd8\x00", b"\x00\xd8", b"\xdc\x80", b"\x80\xdc", b"\x00\x00",
          b"\x00\x00\xfe\xff", b"\xff\xfe\x00\x00", b"\x10\x00", b"\x81\x8d\x8f\x90\x9d", b"\\", b"\\x", b"\\x4", b"\\x41", b"\\u12", b"\\u20ac",
          b"\\ud800", b"\\U0001f600", b"\\U00110000", b"\\U0001", b"\\N", b"\\N{", b"\\N{}", b"\\n", b"\\\\", b"\\q", b"\\7", b"\\777", b"\\\n", b"\n", b"\xe9"]
CHARS = ["a", "?", "é", "\xff", "Ā", "€", "Ÿ", "\x81", "\x80", "\x9f", "\ud800", "\udbff", "\udc00", "\udc80", "\udcff", "\udfff", "\uffff", "😀", "\U0010ffff", "\0", "\n", "\t", "\r",
         "\\", "\x7f", " ", "~"]


def text_hex(text):
    return text.encode("utf-8", "surrogatepass").hex()


def outcome(call, show):
    try:
        return "ok\t" + show(call())
    except (UnicodeDecodeError, UnicodeEncodeError) as e:
        return f"unicode\t{e.encoding}\t{e.start}\t{e.end}\t{e.reason}\t{text_hex(str(e))}"
    except (LookupError, TypeError, ValueError, OverflowError, struct.error) as e:
        return "err\t" + type(e).__name__ + "\t" + text_hex(str(e))


def emit(*fields):
    print("\t".join(str(f) for f in fields))


def codec_cases():
    for _ in range(COUNT * 20):
        encoding, handler = random.choice(ENCODINGS), random.choice(HANDLERS)
        data = b"".join(random.choice(PIECES) for _ in range(random.randint(0, 5)))
        if encoding == "utf-7":
            data = b"".join(random.choice([b"+", b"-", b"+-", b"a", b" ", b"+AOk", b"2D3cq", b"+2D0", b"IKw", b"A", b"/", b"AAA", b"\x80", b"~", b"3AA", b"\xff", b"+/", b"Z!"]) for _ in range(random.randint(0, 7)))
        if random.random() < 0.1:
            data = random.randbytes(random.randint(0, 9))
        emit("decode", encoding, handler, data.hex(), outcome(lambda: codecs.lookup(encoding).decode(data, handler)[0], text_hex))
        text = "".join(random.choice(CHARS) for _ in range(random.randint(0, 6)))
        emit("encode", encoding, handler, text_hex(text), outcome(lambda: text.encode(encoding, handler), bytes.hex))


NAMES = ["hex_codec", "utf_8", "latin-1", "ISO8859 1", "iso8859_1", "latin_1", "8859", "windows-1252", "unicodeescape", "unicode-escape", "U16", "mbcs",
         "aliases", "646", "cp65001", "cp-1252", "utf--8", "utf 8", "utf_8_", "_utf_8", "utf.8", "utf-8é", "ütf-8", "", " ", "l1", "utf-16LE", "UTF16LE", "utf_16le",
         "ansi_x3.4_1968", "iso8859.1", "latin.1", "base64", "zip", "rot13", "nope", "koi8-r", "utf7", "Big5", "iso8859-15", "utf-32-be", "UTF8", "L1"]


def name_cases():
    for name in NAMES:
        try:
            "".encode(name)
            r = "here"
        except LookupError as e:
            r = "nottext" if "text encoding" in str(e) else "unknown"
        emit("lookup", text_hex(name), r)


def some_bytes(alphabet, most):
    return bytes(random.choice(alphabet) for _ in range(random.randint(0, most)))


def method_cases():
    places = [None, 0, 1, 2, 3, 5, 9, -1, -2, -4, -9, 2**62]
    for _ in range(COUNT * 4):
        hay, needle = some_bytes(b"ab", 9), some_bytes(b"ab", 3)
        s, e = random.choice(places), random.choice(places)
        for name in ["find", "rfind", "count", "startswith", "endswith"]:
            emit(name, hay.hex(), needle.hex(), 0 if s is None else s, 2**63 - 1 if e is None else e, int(getattr(hay, name)(needle, s, e)))
        n = random.choice([-1, 0, 1, 2, 3, 20])
        line = some_bytes(b"a \t\n\x0b\x0c\r\x1c,b", 12)
        sep = random.choice([None, b" ", b",", b"a ", b"\n", b"ab"])
        for name in ["split", "rsplit"]:
            emit(name, line.hex(), "none" if sep is None else sep.hex(), n, "|".join(p.hex() for p in getattr(line, name)(sep, n)))
        emit("splitlines", line.hex(), n & 1, "|".join(p.hex() for p in line.splitlines(n & 1)))
        for name in ["partition", "rpartition"]:
            emit(name, hay.hex(), (needle or b"b").hex(), "|".join(p.hex() for p in getattr(hay, name)(needle or b"b")))
        for name in ["strip", "lstrip", "rstrip"]:
            emit(name, line.hex(), "none" if sep is None else sep.hex(), getattr(line, name)(sep).hex())
        new = some_bytes(b"xy", 3)
        emit("replace", hay.hex(), needle.hex(), new.hex(), n, hay.replace(needle, new, n).hex())
        word = some_bytes(b"aZ9 \t'-+_\xe9", 8)
        for name in ["lower", "upper", "swapcase", "title", "capitalize", "isalnum", "isalpha", "isdigit", "isspace", "islower", "isupper", "istitle"]:
            r = getattr(word, name)()
            emit(name, word.hex(), int(r) if isinstance(r, bool) else r.hex())
        width = random.randint(-2, 14)
        for name in ["center", "ljust", "rjust"]:
            emit(name, word.hex(), width, getattr(word, name)(width, b".").hex())
        for name in ["zfill", "expandtabs"]:
            emit(name, (line + word).hex(), width, getattr(line + word, name)(width).hex())
        raw = random.randbytes(random.randint(0, 9))
        group = random.choice([-9, -3, -2, -1, 0, 1, 2, 3, 4, 8, 9, 10])
        emit("hex", raw.hex(), group, raw.hex(":", group))
        quoted = some_bytes(b"a'\"\\\n\t\r\x00\x7f\xff ", 6)
        emit("repr", quoted.hex(), text_hex(repr(quoted)), text_hex(repr(bytearray(quoted))))
        digits = "".join(random.choice("0123abcDEF \tg\x0b\x1cé") for _ in range(random.randint(0, 7)))
        emit("fromhex", text_hex(digits), outcome(lambda: bytes.fromhex(digits), bytes.hex))


def scalar(v):
    if isinstance(v, bool):
        return f"?{int(v)}"
    if isinstance(v, int):
        return f"i{v}"
    if isinstance(v, float):
        return "f" + ("nan" if v != v else struct.pack(">d", v).hex())
    return "b" + v.hex()


def struct_cases():
    for _ in range(COUNT * 6):
        order = random.choice(["", "@", "<", ">", "=", "!"])
        fmt = order + "".join(random.choice(["", "", "", "0", "1", "2", "3", " "]) + random.choice("xcbB?hHiIlLqQnNefdspP") for _ in range(random.randint(0, 5)))
        if random.random() < 0.1:
            fmt += random.choice(["z", "3", "-", "99999999999999999999x", "9223372036854775807q", "i9223372036854775807x"])
        emit("calcsize", fmt, outcome(lambda: struct.calcsize(fmt), str))
        try:
            size = struct.calcsize(fmt)
        except struct.error:
            continue
        if size > 1000 or "0p" in fmt:
            continue
        raw = random.randbytes(size)
        values = struct.unpack(fmt, raw)
        emit("unpack", fmt, raw.hex(), "|".join(scalar(v) for v in values))
        # The bits of a NaN do not outlive a value.
        values = [1.5 if v != v else v for v in values]
        emit("pack", fmt, struct.pack(fmt, *values).hex(), "|".join(scalar(v) for v in values))
    edges = [0, -1, 1] + [s * 2**p + d for p in (7, 8, 15, 16, 31, 32, 63, 64, 70) for d in (-1, 0, 1) for s in (1, -1)]
    for fmt in [o + c for o in "@<>" for c in "bBhHiIlLqQnNP"]:
        for v in random.sample(edges, 5) if "n" not in fmt.lower() and "P" not in fmt or fmt[0] == "@" else []:
            emit("pack1", fmt, scalar(v), outcome(lambda: struct.pack(fmt, v), bytes.hex))
    floats = [0.0, -0.0, 1.0, 65504.0, 65519.99, 65520.0, 2.0**-24, 2.0**-25, 1.5 * 2.0**-25, 2.0**-26, 6.1e-5, 1e-7, 3.4028235e38, 3.4028236e38, 1e39, float("inf"), float("-inf"), float("nan"),
              5e-324, 1e-45, -1 / 3]
    for fmt in ["e", "<f", "f", ">d", ">e"]:
        for v in floats + [random.uniform(-70000, 70000) for _ in range(COUNT // 4)] + [random.uniform(-1, 1) * 2.0 ** -random.randint(10, 27) for _ in range(COUNT // 4)]:
            emit("pack1", fmt, scalar(v), outcome(lambda: struct.pack(fmt, v), bytes.hex))


def view_cases():
    for _ in range(COUNT * 10):
        size = random.choice([0, 1, 2, 4, 8, 12, 16, 24])
        view, steps, error = memoryview(bytes(range(1, size + 1))), [], None
        for _ in range(random.randint(1, 4)):
            if random.random() < 0.5:
                start, stop, step = (random.choice([None, 0, 1, 2, 3, 5, -1, -2, -7, 30]) for _ in range(3))
                step = step or None
                steps.append("s:" + ":".join("" if x is None else str(x) for x in (start, stop, step)))
                call = lambda: view[start:stop:step]
            else:
                fmt = random.choice(["B", "b", "c", "H", "h", "i", "@I", "q", "?", "=i", "x", ""])
                shape = random.choice([None, None, None, [], [1], [2, 2], [2, 3], [2, 2, 2], [4], [3, 4], [24], [1, 1, 4], [2**62, 4, 2], [1] * 65])
                steps.append(f"c:{fmt}:" + ("none" if shape is None else "x".join(map(str, shape))))
                call = (lambda: view.cast(fmt)) if shape is None else (lambda: view.cast(fmt, shape))
            try:
                view = call()
            except (TypeError, ValueError, NotImplementedError) as e:
                error = f"{type(e).__name__}: {e}"
                break
            if view.ndim == 0:
                break
        steps = " ".join(steps)
        if error:
            emit("view", size, steps, error)
            continue
        flags = "".join(str(int(f)) for f in (view.c_contiguous, view.f_contiguous, view.contiguous))
        emit("view", size, steps, view.format, view.shape, view.strides, view.itemsize, view.nbytes, flags, view.tobytes().hex(), view.tobytes("F").hex(),
             int(view == memoryview(bytes(range(1, size + 1)))))


view_cases()
codec_cases()
name_cases()
method_cases()
struct_cases()
