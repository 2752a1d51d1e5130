# about: Strings compare by code points, also across planes.
words = ["b", "a", "ab", "", "Z", "é", "z", "\uffff", "🐍", "aa"]
print(sorted(words))
print("a" < "b", "a" < "A", "abc" < "abd", "ab" < "abc", "\uffff" < "🐍", "x" == "x", "x" != "y")
try:
    "a" < 1
except TypeError as e:
    print("TypeError:", e)
print("1" == 1, "a" != None)
