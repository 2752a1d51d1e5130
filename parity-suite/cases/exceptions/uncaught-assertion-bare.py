# about: An uncaught AssertionError without a message.
x = []
assert x == []
print("so far")
assert x
