# about: Each int format refuses what does not fit.
for code, good, bad in (("b", -128, 128), ("B", 255, 256), ("h", -2**15, 2**15), ("H", 2**16 - 1, -1), ("i", -2**31, 2**31), ("I", 2**32 - 1, 2**32), ("q", -2**63, 2**63), ("Q", 2**64 - 1, 2**64)):
    view = memoryview(bytearray(8)).cast(code)
    view[0] = good
    try:
        view[0] = bad
    except ValueError as e:
        print(code, view[0], "ValueError:", e)
