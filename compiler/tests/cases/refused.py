import threading
from os import path

x = (i for i in [1])
print(eval("1"), 2j)


async def f():
    await f()


def g():
    yield 1


def h(a: Missing):
    nonlocal q


class C(metaclass=type):
    pass


type T = int
break
