# about: Converting huge ints to decimal text and back is limited to 4300 digits.
try:
    str(10**5000)
except ValueError as e:
    print("ValueError:", e)
try:
    int("1" * 5000)
except ValueError as e:
    print("ValueError:", e)
print(len(hex(10**5000)), len(str(10**4299)), int("f" * 100, 16) == 16**100 - 1)
