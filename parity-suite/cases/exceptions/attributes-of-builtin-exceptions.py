# about: The special attributes: key errors, attribute errors, name errors, unicode errors.
try:
    [].nope
except AttributeError as e:
    print(e.name, e.obj)
try:
    undefined_name
except NameError as e:
    print(e.name)
try:
    b"\xff".decode()
except UnicodeDecodeError as e:
    print(e.encoding, e.object, e.start, e.end, e.reason)
try:
    "é".encode("ascii")
except UnicodeEncodeError as e:
    print(e.encoding, e.object, e.start, e.end, e.reason)
try:
    import json
    json.loads("{")
except json.JSONDecodeError as e:
    print(e.msg, e.doc, e.pos, isinstance(e, ValueError))
e = OSError(13, "denied", "file")
print(e.errno, e.strerror, e.filename)
