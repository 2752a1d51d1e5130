# about: sort is stable, takes key and reverse, and keeps equal items in order when reversed.
words = ["bb", "a", "ccc", "dd", "e", "Ab"]
print(sorted(words), sorted(words, key=len), sorted(words, key=len, reverse=True), sorted(words, key=str.lower), sorted(words, reverse=True))
pairs = [(1, "b"), (0, "x"), (1, "a"), (0, "a")]
pairs.sort(key=lambda p: p[0])
print(pairs)
pairs.sort(reverse=True)
print(pairs, sorted("hello"), sorted({3: 0, 1: 0}), sorted([True, 0, 2.5, -1]))
for bad in ([1, "a"], [None, 1], [[1], (1,)]):
    try:
        sorted(bad)
    except TypeError as e:
        print("TypeError:", e)
try:
    words.sort(str.lower)
except TypeError as e:
    print("TypeError:", e)
