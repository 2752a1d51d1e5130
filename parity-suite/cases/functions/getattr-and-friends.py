# about: getattr, hasattr and setattr with builtin objects.
print(getattr("abc", "upper")(), getattr(5, "nope", "default"), hasattr([], "append"), hasattr([], "push"), getattr((1).__class__, "__name__"))
try:
    getattr(5, "nope")
except AttributeError as e:
    print("AttributeError:", e)
try:
    setattr(5, "x", 1)
except AttributeError as e:
    print("AttributeError:", e)
