# Dynamic: strings made from parts, joined, split, replaced.
def build(n):
    parts = []
    for i in range(n):
        parts.append(f"item {i}: {i * 2}")
    text = ", ".join(parts)
    words = text.replace(":", "").split()
    out = ""
    for word in words[:2000]:
        out += word.upper() + " "
    return len(text), len(words), len(out)


total = 0
for _ in range(10):
    total += sum(build(8000))
print(total)
