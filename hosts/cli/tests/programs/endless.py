def f():
    return f()


try:
    f()
except RecursionError as error:
    print(error)
kept = []
try:
    while True:
        kept.append("x" * 1_000_000 + str(len(kept)))
except MemoryError:
    kept = None
    print("MemoryError")
