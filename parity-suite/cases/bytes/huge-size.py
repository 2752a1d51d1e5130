# about: Bytes too large for any memory are a MemoryError or OverflowError.
for call in (lambda: bytes(10**18), lambda: bytearray(10**18), lambda: b"ab" * 10**18, lambda: bytes(10**30), lambda: b"a".ljust(10**18)):
    try:
        call()
    except (MemoryError, OverflowError) as e:
        print(type(e).__name__)
