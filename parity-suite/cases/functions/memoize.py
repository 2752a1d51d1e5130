# about: A decorator that remembers results.
def memoize(f):
    known = {}
    def inner(*args):
        if args not in known:
            known[args] = f(*args)
        return known[args]
    return inner
calls = []
@memoize
def fib(n):
    calls.append(n)
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(60), len(calls))
