# about: The name of an except clause is gone after it.
e = "before"
try:
    raise ValueError("x")
except ValueError as e:
    print(repr(e))
try:
    print(e)
except NameError as n:
    print("NameError:", n)
