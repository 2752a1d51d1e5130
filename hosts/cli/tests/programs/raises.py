def inner(x):
    return {}[x]


inner("missing")
