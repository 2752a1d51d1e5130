# about: Deeply nested lists can be made, compared up to a depth, and freed.
a = []
for _ in range(100000):
    a = [a]
depth = 0
b = a
while b:
    b = b[0]
    depth += 1
print(depth)
try:
    repr(a)
except RecursionError:
    print("RecursionError")
a = None
print("freed")
