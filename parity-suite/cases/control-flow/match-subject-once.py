# about: The subject is evaluated once; no case may match.
def subject():
    print("subject")
    return 5
match subject():
    case 1 | 2:
        print("no")
    case 3:
        print("no")
match 1, 2:
    case a, b:
        print(a, b)
match [1, 2, 3]:
    case [1, *_]:
        print("first wins")
    case [1, 2, 3]:
        print("never")
