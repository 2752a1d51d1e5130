# about: find, rfind, index, rindex and count with start and end, also with an empty needle.
text = "abracadabra"
print(text.find("a"), text.find("a", 1), text.find("a", 1, 3), text.rfind("a"), text.rfind("a", 0, 10))
print(text.find("cad"), text.find("x"), text.index("bra"), text.rindex("bra"))
print(text.count("a"), text.count("bra"), text.count(""), text.count("", 3, 5), text.count("", 20))
print(text.find(""), text.find("", 11), text.find("", 12), text.rfind(""))
print(text.find("a", -3), text.find("a", -100, 1), text.find("r", None, None))
for method in (text.index, text.rindex):
    try:
        method("x")
    except ValueError as e:
        print("ValueError:", e)
