# about: A decorator that takes arguments, twice on one function.
def times(n):
    def decorate(f):
        def inner(*args, **kwargs):
            return [f(*args, **kwargs) for i in range(n)]
        return inner
    return decorate
@times(2)
@times(3)
def hello(name, *, end="!"):
    return "hi " + name + end
print(hello("you"), hello("me", end="?"))
