# about: a starred wildcard takes nothing out, so the subject may be huge; other places are taken from both ends
match range(1 << 30):
    case [first, second, *_, last]:
        print(first, second, last)


def ends(subject):
    match subject:
        case [a, _, *_, b]:
            return ("ends", a, b)
        case [a, *_, 2]:
            return ("two", a)
        case [(a, *_), *_]:
            return ("inner", a)
        case [*_]:
            return "any"
    return "none"


for subject in ([1, 2, 3, 4], (5, 6, 7), [1, 2], ["x"], [[8, 9]], [], [()], "text", {1: 2}, range(3)):
    print(subject, ends(subject))
