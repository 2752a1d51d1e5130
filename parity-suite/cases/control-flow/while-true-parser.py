# about: A tokenizer with a while loop and several exits.
def tokens(text):
    out, i = [], 0
    while True:
        while i < len(text) and text[i].isspace():
            i += 1
        if i == len(text):
            return out
        if text[i].isdigit():
            j = i
            while j < len(text) and text[j].isdigit():
                j += 1
            out.append(int(text[i:j]))
            i = j
        elif text[i] in "+-*/()":
            out.append(text[i])
            i += 1
        else:
            raise SyntaxError(f"unexpected {text[i]!r} at {i}")
print(tokens("12 + (3*45)"), tokens(""))
try:
    tokens("1 ? 2")
except SyntaxError as e:
    print(e)
