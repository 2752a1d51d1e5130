x = 1


def f(a, a):
    global x
    print(b)
    global b
    return 1


*a, *b = [1]
match 1:
    case y:
        pass
    case 2:
        pass
return 1
