# about: Decorators are applied from the inside out, with arguments too.
def trace(f):
    print("decorating", f.__name__)
    def wrapper(*args, **kw):
        print("call", args, kw)
        return f(*args, **kw)
    return wrapper
def times(n):
    def decorate(f):
        return lambda *a: [f(*a) for _ in range(n)]
    return decorate
@trace
@times(2)
def greet(name):
    return "hi " + name
@times(3)
def one():
    return 1
print(greet("bob"), one())
@lambda f: f(10)
def value(x):
    return x * 2
print(value)
