# about: A small program: shifting letters.
def shift(text, n):
    out = []
    for c in text:
        if "a" <= c <= "z":
            out.append(chr((ord(c) - 97 + n) % 26 + 97))
        elif "A" <= c <= "Z":
            out.append(chr((ord(c) - 65 + n) % 26 + 65))
        else:
            out.append(c)
    return "".join(out)
secret = shift("Hello, World!", 3)
print(secret, shift(secret, -3))
