# about: in looks for a substring and refuses everything that is no str.
print("b" in "abc", "bc" in "abc", "ac" in "abc", "" in "", "abc" not in "ab")
for bad in (1, None, b"a"):
    try:
        print(bad in "abc")
    except TypeError as e:
        print("TypeError:", e)
