# about: Names of builtins are ordinary names.
def f():
    len = lambda x: "mine"
    return len([1])
print(f(), len([1]))
list = [1, 2]
print(list)
del list
print(list("ab"))
def g(str, int=5):
    return str, int
print(g("x"))
for range in (1, 2):
    pass
print(range)
