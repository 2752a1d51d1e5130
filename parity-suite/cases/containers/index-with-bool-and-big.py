# about: Indices may be bools; ints beyond 64 bits are an IndexError.
a = [1, 2, 3]
print(a[True], a[False], a[-True])
for key in (2**63, -2**63, 10**30):
    try:
        a[key]
    except IndexError as e:
        print("IndexError:", e)
print(a[: 10**30], a[-10**30 :])
