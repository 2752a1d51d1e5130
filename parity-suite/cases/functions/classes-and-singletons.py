# about: docstrings of classes are not inherited; the types of singletons; an annotation in brackets declares nothing
class Base:
    "the base"


class Derived(Base):
    pass


print(Base.__doc__, Derived.__doc__, Base().__doc__, Derived().__doc__)
for kind in (type(None), type(...), type(NotImplemented)):
    print(kind())
    for arguments, names in (((1,), {}), ((), {"a": 1})):
        try:
            kind(*arguments, **names)
        except TypeError as error:
            print(error)


def annotated():
    (nowhere): int
    try:
        return nowhere
    except NameError as error:
        return type(error).__name__, str(error)


print(annotated())
