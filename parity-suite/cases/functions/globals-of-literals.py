# about: functions that store literals of every kind in names of the module
def truth():
    global flag, other
    flag = True
    other = not flag


def ratio():
    global share
    share = 0.5


def count():
    global number, word, nothing
    number = 7
    word = "seven"
    nothing = None


truth()
ratio()
count()
print(flag, other, share, number, word, nothing)


class Holder:
    global inside
    inside = False
    share = 2.5


print(inside, Holder.share)


def loop():
    global last
    for last in (False, 1.5, True):
        pass


loop()
print(last)
[seen := True for _ in "ab"]
print(seen)
