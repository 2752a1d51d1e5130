# about: Slices with negative steps.
view = memoryview(bytearray(b"0123456789"))
print(bytes(view[::-1]), bytes(view[8:2:-2]), view[::-3].tolist(), view[::2].contiguous, view[5:5].tobytes())
print(view[::2].strides, view[::-1].strides, view[2:4].strides, view[::2].nbytes)
