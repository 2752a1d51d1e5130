# about: who is blamed for a representation that is no str
class Bad:
    def __repr__(self):
        return 1


for show in (str, repr, lambda bad: f"{bad}", lambda bad: f"{bad!r}", lambda bad: "%s" % bad, lambda bad: "{}".format(bad)):
    try:
        print(show(Bad()))
    except TypeError as error:
        print(error)
try:
    print(Bad())
except TypeError as error:
    print(error)


class Good:
    def __repr__(self):
        return "good"


print(Good(), [Good()], f"{Good()} {Good()!r}", str(Good()))
