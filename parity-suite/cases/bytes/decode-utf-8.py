# about: decode of broken UTF-8 with every error handler.
samples = [b"h\xc3\xa9", b"\xff", b"a\xc3", b"\xe2\x82", b"\xe2\x28\xa1", b"\xf0\x9f\x90\x8d", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"a\x80b\x81"]
for data in samples:
    try:
        print(data, ascii(data.decode()))
    except UnicodeDecodeError as e:
        print(data, e, e.start, e.end, e.reason)
    print(ascii(data.decode("utf-8", "replace")), ascii(data.decode("utf-8", "ignore")), ascii(data.decode("utf-8", "backslashreplace")), ascii(data.decode("utf-8", "surrogateescape")))
