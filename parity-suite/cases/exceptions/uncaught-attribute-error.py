# about: An uncaught AttributeError of a str.
text = "abc"
print(text.upper())
print(text.uper_case())
