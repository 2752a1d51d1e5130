# about: a class pattern may ask for an attribute once, and its names must be strs
class Twice:
    __match_args__ = ("a", "a")
    a = 1


class Once:
    __match_args__ = ("a",)
    a = 1
    b = 2


class Wrong:
    __match_args__ = (None,)


def first(subject):
    match subject:
        case Twice(x, y):
            return x, y
        case Once(x, a=1):
            return x
        case Wrong(x):
            return x


for subject in (Twice(), Once(), Wrong()):
    try:
        print(first(subject))
    except TypeError as error:
        print(error)

match Once():
    case Once(x, b=y):
        print(x, y)
