# about: Lambdas with all kinds of parameters, stored and called at once.
print((lambda: 1)(), (lambda a, b=2, *c, d, **e: (a, b, c, d, e))(1, d=4, z=5), (lambda *a: a)(1, 2), [f(3) for f in (lambda x: x + 1, lambda x: x * x)])
table = {"add": lambda a, b: a + b, "mul": lambda a, b: a * b}
print(table["add"](2, 3), table["mul"](2, 3), (lambda f: f(f))(lambda f: "self"))
