# about: ord and chr, over the whole range and beyond it.
print(ord("a"), ord("🐍"), ord("\ud800"), chr(97), chr(0x1F40D), ascii(chr(0xD800)), ascii(chr(0x10FFFF)), ord(b"x"))
for call, bad in ((ord, "ab"), (ord, ""), (ord, 5), (chr, -1), (chr, 0x110000), (chr, "a"), (chr, 10**30)):
    try:
        print(call(bad))
    except (TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__ + ":", e)
