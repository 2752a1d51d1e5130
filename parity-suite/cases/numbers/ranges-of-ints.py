# about: Loops over ranges with every kind of bound.
print(list(range(5)), list(range(2, 5)), list(range(5, 2)), list(range(5, 0, -2)), list(range(0)), list(range(-3, 3, 2)))
total = 0
for i in range(10**6):
    total += i
print(total)
for i in range(2**62, 2**62 + 3):
    print(i)
for i in range(2**70, 2**70 - 3, -1):
    print(i)
try:
    for i in range(1.5):
        pass
except TypeError as e:
    print("TypeError:", e)
try:
    for i in range(1, 2, 0):
        pass
except ValueError as e:
    print("ValueError:", e)
