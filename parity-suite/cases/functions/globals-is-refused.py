# about: globals() is out by design, and the compiler says so.
# refused: globals
globals()["x"] = 1
