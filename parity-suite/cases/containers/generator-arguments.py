# about: Generator expressions as the argument of a builtin.
print(sum(n * n for n in range(5)), max((len(w) for w in ("a", "bbb")), default=0), any(n > 3 for n in range(5)), all(n for n in (1, 0, 1 / 1)), sorted(-n for n in range(3)), tuple(c for c in "ab"), set(n % 2 for n in range(5)), dict((n, n) for n in range(2)), ",".join(str(n) for n in range(3)), list(n for n in range(3)), min(n for n in [3, 1]))
def loud(n):
    print("saw", n)
    return n
print(any(loud(n) for n in (0, 1, 2)), all(loud(n) for n in (1, 0, 2)))
