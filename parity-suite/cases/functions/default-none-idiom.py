# about: A default of None for a fresh list.
def add(item, to=None):
    if to is None:
        to = []
    to.append(item)
    return to
def shared(item, to=[]):
    to.append(item)
    return to
print(add(1), add(2), add(3, [0]), shared(1), shared(2), shared(3, []), shared(4))
