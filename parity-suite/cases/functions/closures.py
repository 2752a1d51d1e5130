# about: Inner functions share variables of outer ones.
def counter():
    n = 0
    def up(by=1):
        nonlocal n
        n += by
        return n
    def get():
        return n
    return up, get
up, get = counter()
up2, get2 = counter()
print(up(), up(), up(10), get(), up2(), get2())
def adder(a):
    return lambda b: a + b
print(adder(1)(2), [adder(i)(10) for i in range(3)])
