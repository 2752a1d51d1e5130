# about: A small program: compose, curry, memoize, fold.
def compose(*fs):
    def run(x):
        for f in reversed(fs):
            x = f(x)
        return x
    return run
def curry(f, *args):
    return lambda *more: f(*args, *more)
def memoize(f):
    cache = {}
    def inner(*args):
        if args not in cache:
            cache[args] = f(*args)
        return cache[args]
    inner_cache.append(cache)
    return inner
inner_cache = []
@memoize
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
def fold(f, items, start):
    for x in items:
        start = f(start, x)
    return start
print(compose(lambda x: x + 1, lambda x: x * 2)(5), curry(pow, 2)(10), fib(80), len(inner_cache[0]), fold(lambda a, b: a * 10 + b, [1, 2, 3], 0))
