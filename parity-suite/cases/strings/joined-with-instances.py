# about: sequences say what they cannot be joined or repeated with, also when it is an instance
class Thing:
    pass


thing = Thing()
for left in ("", "x", b"", b"x", bytearray(b"x"), [], [1], (), (1,)):
    for job in (lambda: left + thing, lambda: left * thing, lambda: thing + left, lambda: thing * left):
        try:
            print(job())
        except TypeError as error:
            print(error)
try:
    format(1, None)
except TypeError as error:
    print(error)
for text in ("ab", b"ab"):
    try:
        text * 2**62
    except OverflowError as error:
        print(error)
