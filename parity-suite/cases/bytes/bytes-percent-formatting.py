# about: printf-style formatting of bytes.
print(b"%d %x %s %b %r %a %c %%" % (5, 255, b"b", b"c", "é", "é", 65), b"%5d|%-5s|%05.1f" % (42, b"a", 3.14159), b"%(k)s" % {b"k": b"v"}, bytearray(b"%s") % b"x")
for template, value in ((b"%s", "text"), (b"%d", b"1"), (b"%c", 256), (b"%s %s", (b"a",)), (b"%b", 5)):
    try:
        print(template % value)
    except (TypeError, OverflowError) as e:
        print(type(e).__name__ + ":", e)
