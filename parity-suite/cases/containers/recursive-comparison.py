# about: Comparing lists that contain themselves is a RecursionError.
a = [1]
a.append(a)
b = [1]
b.append(b)
print(a == a)
try:
    print(a == b)
except RecursionError as e:
    print("RecursionError:", e)
