# about: add_note keeps notes on an exception.
e = ValueError("x")
e.add_note("first")
e.add_note("second")
print(e.__notes__, repr(e))
try:
    e.add_note(5)
except TypeError as t:
    print("TypeError:", t)
