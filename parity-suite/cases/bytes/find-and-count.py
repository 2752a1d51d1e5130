# about: find, rfind, index, count with bytes or ints and bounds.
data = b"abracadabra"
print(data.find(b"a"), data.find(97, 1), data.rfind(b"bra"), data.count(b"a"), data.count(97), data.count(b""), data.find(b"x"), data.index(b"cad"), data.rindex(114), data.find(b"a", -2), data.count(b"a", 1, 5))
for call in (lambda: data.index(b"x"), lambda: data.find("a"), lambda: data.find(300), lambda: data.rindex(b"zz")):
    try:
        print(call())
    except (ValueError, TypeError) as e:
        print(type(e).__name__ + ":", e)
