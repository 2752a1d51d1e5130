# about: `text += part` changes no text that anything else holds


def grow(parts):
    text = ""
    kept = []
    seen = {}
    for part in parts:
        text += part
        kept.append(text)
        seen[text] = len(text)
        text += "."
    return text, kept, seen


text, kept, seen = grow(["a", "bc", "é", "x" * 20, "y" * 300, "z"])
print(len(text), [len(part) for part in kept], list(seen.values()))
print(kept[2], hash(kept[2]) == hash("a.bc.é"), kept[2] in seen, "a.bc.é." in seen)

own = "start"
own += "-"
copy = own
own += "one"
copy += "two"
print(own, copy)


def twice(text):
    text += text
    text += text
    return text


word = "ab"
print(twice(word), word, twice("é" * 9), len(twice("long" * 100)))


class Box:
    def __init__(self):
        self.text = "x"


box = Box()
box.text += "y"
held = box.text
box.text += "z"
print(held, box.text)


def outer():
    text = "o"

    def add(part):
        nonlocal text
        text += part
        return text

    return add


add = outer()
print(add("1"), add("2"), [add(str(n)) for n in range(3)])

# A hash that was computed is not kept when the text grows.
key = "k" + str(len(kept))
table = {key: 1}
key += "!"
print(key in table, table, hash(key) == hash("k6!"))
indexed = "ñandú " * 30
indexed += "fin"
print(indexed[100], indexed[181], indexed[-1], len(indexed))
indexed += "é" * 50
print(indexed[182], indexed[-1], len(indexed), indexed[60:64])
