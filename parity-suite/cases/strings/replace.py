# about: replace with a count, with an empty needle, and with nothing to do.
print("aaa".replace("a", "b"), "aaa".replace("a", "b", 2), "aaa".replace("a", "", 1), "abc".replace("x", "y"))
print("abc".replace("", "-"), "abc".replace("", "-", 2), "".replace("", "x"), "".replace("", "x", 0))
print("ababab".replace("ab", "abab"), "日本".replace("日", "🐍"), "aaaa".replace("aa", "a"))
