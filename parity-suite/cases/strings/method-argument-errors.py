# about: Wrong numbers and types of arguments are TypeErrors with CPython's words.
calls = [lambda: "a".upper(1), lambda: "a".replace("a"), lambda: "a".find(), lambda: "a".find("a", "b"), lambda: "a".join(), lambda: "a".split(x=1), lambda: "a".center(), lambda: "a".zfill("1"), lambda: "a".count(1), lambda: "a".strip(1), lambda: "a".startswith()]
for call in calls:
    try:
        print(call())
    except TypeError as e:
        print("TypeError:", e)
