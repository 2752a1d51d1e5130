# about: Views with several dimensions: items by tuples, nested lists, no sub-views.
view = memoryview(bytearray(range(12))).cast("B", [3, 4])
print(view.tolist(), view[1, 2], view[-1, -1], view.shape, view.strides, len(view), view.nbytes)
view[0, 1] = 99
print(view.tobytes())
for key in ((3, 0), (0,), (0, 0, 0), 0):
    try:
        print(view[key])
    except (IndexError, TypeError, NotImplementedError) as e:
        print(type(e).__name__ + ":", e)
