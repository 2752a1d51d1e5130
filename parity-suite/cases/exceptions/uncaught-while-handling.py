# about: An exception raised in a handler.
try:
    1 / 0
except ZeroDivisionError:
    [][0]
