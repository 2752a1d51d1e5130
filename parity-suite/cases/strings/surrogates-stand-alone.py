# about: Lone surrogates are code points like others until they are encoded.
text = "a\ud800b\udfff"
print(len(text), ascii(text), ascii(text[1]), text.find("b"), ascii(text.upper()))
print("\ud83d" + "\udc0d" == "🐍", len("\ud83d" + "\udc0d"))
try:
    text.encode()
except UnicodeEncodeError as e:
    print(ascii(str(e)), e.start, e.end, e.reason)
print(text.encode("utf-8", "surrogatepass"), text.encode("utf-8", "replace"), text.encode("ascii", "backslashreplace"))
