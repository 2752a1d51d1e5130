# about: encode to the usual encodings, with error handlers.
text = "héllo €🐍"
print(text.encode(), text.encode("utf-16-le"), text.encode("utf-32-be"), text.encode("utf-16")[:4])
print(text.encode("latin-1", "ignore"), text.encode("latin-1", "replace"), text.encode("ascii", "xmlcharrefreplace"), text.encode("ascii", errors="backslashreplace"))
try:
    text.encode("ascii")
except UnicodeEncodeError as e:
    print(e, e.encoding, e.start, e.end)
try:
    text.encode("latin-1")
except UnicodeEncodeError as e:
    print(e)
try:
    text.encode("no-such")
except LookupError as e:
    print("LookupError:", e)
