# about: what tracebacks mark: whole class statements, imports, displays and clauses, and decorators as their expressions
def failing(*_):
    raise ValueError("failing")


def shown(number):
    if number == 0:
        if number == 0:
            class Inner: x = 1 / 0
    elif number == 1:
        x = [1, *number]
    elif number == 2:
        x = 2; y = {"a": 1, **number}
    elif number == 3:
        try:
            failing()
        except number:
            pass
    elif number == 4:
        with number as x, x: pass
    elif number == 5:
        @failing
        def decorated(): pass
    elif number == 6:
        @failing
        class Decorated:
            pass
    else:
        print(1, *number)


def chain(number):
    try:
        shown(number)
    except Exception as error:
        if number == 7:
            raise
        try:
            chain(number + 1)
        except Exception as inner:
            raise inner


chain(0)
