# about: A small program: run-length coding.
def encode(text):
    out, i = [], 0
    while i < len(text):
        j = i
        while j < len(text) and text[j] == text[i]:
            j += 1
        out.append(f"{j - i}{text[i]}" if j - i > 1 else text[i])
        i = j
    return "".join(out)
def decode(text):
    out, n = "", ""
    for c in text:
        if c.isdigit():
            n += c
        else:
            out += c * int(n or "1")
            n = ""
    return out
for text in ("aaabccd", "", "z", "🐍🐍🐍é"):
    e = encode(text)
    print(e, decode(e) == text)
