# about: Parts of an f-string are evaluated from left to right, each once.
log = []
def f(n):
    log.append(n)
    return n
print(f"{f(1)}-{f(2):{f(3)}}-{f(4)!r}")
print(log)
