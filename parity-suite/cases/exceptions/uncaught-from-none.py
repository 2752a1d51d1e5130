# about: raise .. from None.
def parse(text):
    try:
        return int(text)
    except ValueError:
        raise RuntimeError("no number: " + text) from None
print(parse("12"))
parse("x")
