# about: An exception that passes through a builtin.
def key(n):
    return 10 // n
print(sorted([1, 5], key=key))
sorted([1, 0], key=key)
