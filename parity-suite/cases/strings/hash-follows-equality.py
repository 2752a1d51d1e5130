# about: Equal strings are one key, however they were made.
d = {"ab": 1}
d["a" + "b"] = 2
d["".join(["a", "b"])] += 1
print(d, hash("ab") == hash("a" + "b"), len({"x", "x", "X".lower()}))
print("é" == "e\u0301", len({"é", "e\u0301"}))
