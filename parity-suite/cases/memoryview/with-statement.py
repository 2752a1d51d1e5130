# about: with releases the view at its end.
data = bytearray(b"abc")
with memoryview(data) as view:
    print(view[0])
data.append(100)
try:
    view[0]
except ValueError as e:
    print("ValueError:", e)
try:
    with memoryview(data) as v:
        raise KeyError("inside")
except KeyError as e:
    print("KeyError:", e)
data.append(101)
print(data)
