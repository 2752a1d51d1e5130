# about: obj is the object below, also of a view of a view.
data = bytearray(b"abc")
view = memoryview(data)
print(view.obj is data, memoryview(view).obj is data, view[1:].obj is data, memoryview(view[1:])[0], view.obj)
