# about: Functions made of functions.
def compose(*functions):
    def run(x):
        for f in functions:
            x = f(x)
        return x
    return run
print(compose()(5), compose(str, len)(12345), compose(lambda x: x + 1, lambda x: x * 2, float, repr)(3))
