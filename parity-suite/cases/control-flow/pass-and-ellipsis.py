# about: Statements that do nothing.
def f(): ...
def g():
    """A docstring."""
class C: pass
if True: pass
1 + 1
"text"
print(f(), g(), ...)
