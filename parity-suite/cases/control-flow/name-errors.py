# about: Names that nothing binds.
def f():
    return nowhere
try:
    f()
except NameError as e:
    print("NameError:", e)
try:
    later
except NameError as e:
    print("NameError:", e)
later = 1
print(later)
try:
    del never
except NameError as e:
    print("NameError:", e)
