# about: A local that only one branch binds.
def f(flag):
    if flag:
        x = "bound"
    return x
print(f(True))
try:
    f(False)
except UnboundLocalError as e:
    print("UnboundLocalError:", e)
def g():
    for i in []:
        pass
    return i
try:
    g()
except UnboundLocalError as e:
    print("UnboundLocalError:", e)
