# about: OSError with an errno makes the fitting subclass.
for code in (1, 2, 4, 13, 17, 20, 21, 32, 110, 9999):
    e = OSError(code, "message")
    print(code, type(e).__name__, e)
