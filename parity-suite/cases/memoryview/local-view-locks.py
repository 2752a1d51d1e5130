# about: A view in a local variable holds the lock until its function returns.
def hold(data):
    view = memoryview(data)
    try:
        data.append(1)
    except BufferError as e:
        print("locked:", e)
    return len(view)
data = bytearray(b"ab")
print(hold(data))
data.append(99)
print(data)
