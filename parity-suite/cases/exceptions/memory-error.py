# about: What cannot be allocated is a MemoryError or OverflowError, and the program goes on.
for call in (lambda: [0] * 10**18, lambda: (1,) * 10**18, lambda: "x" * 10**18, lambda: bytearray(10**17), lambda: [0] * 10**30):
    try:
        call()
    except (MemoryError, OverflowError) as e:
        print(type(e).__name__)
