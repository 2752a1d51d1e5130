# about: translate maps code points to code points, strings or nothing.
table = str.maketrans("abc", "xyz", "d")
print("aabbccdde".translate(table), table)
print("hello".translate({ord("l"): None, ord("h"): "J", ord("o"): 48}), "é".translate({233: "e"}))
print(str.maketrans({"a": "1", 98: None}), "ab".translate(str.maketrans({"a": "1", 98: None})))
for args in (("ab", "x"), (1,), ({"ab": 1},)):
    try:
        print(str.maketrans(*args))
    except (ValueError, TypeError) as e:
        print(type(e).__name__ + ":", e)
