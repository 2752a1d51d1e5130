# about: bytes cannot be changed, bytearrays can.
data = b"abc"
for call in (lambda: data.append(1),):
    try:
        call()
    except AttributeError as e:
        print("AttributeError:", e)
try:
    data[0] = 1
except TypeError as e:
    print("TypeError:", e)
try:
    del data[0]
except TypeError as e:
    print("TypeError:", e)
print({b"k": 1}[b"k"], hash(b"a") == hash(b"a"))
try:
    {bytearray(b"k"): 1}
except TypeError as e:
    print("TypeError:", e)
