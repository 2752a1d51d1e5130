# about: A small program: a tokenizer by hand.
def tokens(source):
    i, out = 0, []
    while i < len(source):
        c = source[i]
        if c.isspace():
            i += 1
        elif c.isdigit():
            j = i
            while j < len(source) and (source[j].isdigit() or source[j] == "."):
                j += 1
            out.append(("number", source[i:j]))
            i = j
        elif c.isidentifier():
            j = i
            while j < len(source) and (source[j].isidentifier() or source[j].isdigit()):
                j += 1
            out.append(("name", source[i:j]))
            i = j
        else:
            out.append(("sign", c))
            i += 1
    return out
for token in tokens("x1 = 3.14 * (größe + 2)"):
    print(*token)
