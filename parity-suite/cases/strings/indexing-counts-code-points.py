# about: Indices count code points, not bytes, in every plane.
text = "aé漢🐍z"
print(len(text))
for i in range(-5, 5):
    print(i, text[i])
print(text[::-1])
