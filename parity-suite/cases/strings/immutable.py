# about: Strings have no item assignment or deletion, and unknown attributes are named.
text = "abc"
try:
    text[0] = "x"
except TypeError as e:
    print("TypeError:", e)
try:
    del text[0]
except TypeError as e:
    print("TypeError:", e)
try:
    text.push("x")
except AttributeError as e:
    print("AttributeError:", e)
try:
    text.size = 1
except AttributeError as e:
    print("AttributeError:", e)
