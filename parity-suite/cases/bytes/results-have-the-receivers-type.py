# about: Methods of a bytearray give bytearrays.
data = bytearray(b" a,b ")
for result in (data.strip(), data.split(b","), data.upper(), data.partition(b","), data[1:2], data * 2, data.replace(b"a", b"z"), data.ljust(7)):
    print(result)
