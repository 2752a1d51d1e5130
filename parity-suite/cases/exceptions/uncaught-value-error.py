# about: An uncaught ValueError of int().
def total(texts):
    result = 0
    for text in texts:
        result += int(text)
    return result
print(total(["1", " 2 "]))
print(total(["1", "two"]))
