# about: += and *= rebind the name and leave other names alone.
a = "x"
b = a
a += "y"
a *= 3
print(a, b)
text = ""
for i in range(10):
    text += str(i)
print(text)
