# about: JSON that is none, and values that have no JSON.
import json
for text in ("", "[1,]", "{", '{"a" 1}', '"abc', "[1 2]", "nul", "01", '{"a":1,}', "[1]x", '"\t"', '"\\x"', "{1:2}", "-", "[", '"\\ud800"'):
    try:
        print(ascii(json.loads(text)))
    except json.JSONDecodeError as e:
        print(repr(text), e, e.lineno, e.colno, e.pos)
for value in ({1, 2}, b"x", {(1,): 2}, [print]):
    try:
        print(json.dumps(value))
    except TypeError as e:
        print("TypeError:", e)
a = []
a.append(a)
try:
    json.dumps(a)
except ValueError as e:
    print("ValueError:", e)
try:
    json.dumps(float("nan"), allow_nan=False)
except ValueError as e:
    print("ValueError:", e)
