# about: def inside if and loops.
for flag in (True, False):
    if flag:
        def pick():
            return "yes"
    else:
        def pick():
            return "no"
    print(pick())
