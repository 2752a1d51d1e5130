# about: While a view lives, a bytearray cannot change its size; its items can change.
data = bytearray(b"abc")
view = memoryview(data)
for call in (lambda: data.append(1), lambda: data.extend(b"x"), lambda: data.pop(), lambda: data.clear(), lambda: data.insert(0, 1), lambda: data.remove(97)):
    try:
        call()
        print("resized")
    except BufferError as e:
        print("BufferError:", e)
try:
    data += b"x"
except BufferError as e:
    print("BufferError:", e)
try:
    del data[0]
except BufferError as e:
    print("BufferError:", e)
data[0] = 90
data[0:2] = b"QR"
data.reverse()
print(data, view.tobytes())
view.release()
data.append(33)
print(data)
