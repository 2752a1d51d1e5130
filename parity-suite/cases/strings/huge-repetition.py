# about: A string too large for any memory is a MemoryError or OverflowError, and the program goes on.
for count in (10**18, 2**63, 10**30):
    try:
        len("ab" * count)
    except (MemoryError, OverflowError) as e:
        print(type(e).__name__)
print("alive")
