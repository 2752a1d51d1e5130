# about: format, itemsize, shape, strides, nbytes, readonly, contiguity.
for view in (memoryview(b"abcdef"), memoryview(bytearray(8)), memoryview(b"abcdef")[::2], memoryview(b"abcdef")[::-1], memoryview(b"abcdefgh").cast("I"), memoryview(bytes(12)).cast("H", [2, 3]), memoryview(b"")):
    print(view.format, view.itemsize, view.ndim, view.shape, view.strides, view.suboffsets, view.nbytes, view.readonly, view.contiguous, view.c_contiguous, view.f_contiguous)
