import sys


class Box:
    def __init__(self, value):
        self.value = value

    def get(self):
        return self.value


def make(held):
    return lambda x: x + len(held)


def fail(text):
    raise ValueError(text)


total = 0
for i in range(int(sys.argv[1])):
    text = "item " + str(i)
    items = [text, text.upper(), (i, {text: i}), {i, -i}]
    closure = make(items)
    box = Box(closure)
    try:
        if i % 2:
            fail(text)
        total += box.get()(1)
    except ValueError as error:
        kept = error
        total += len(f"{error}|{i:>8}")
print(total)
