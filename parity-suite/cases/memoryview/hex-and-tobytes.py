# about: hex with separators, tobytes of strided views.
view = memoryview(bytes(range(8)))
print(view.hex(), view.hex("-"), view.hex(":", 2), view[::3].hex(), view[::-1].tobytes(), view[::2].tobytes("C"), view.cast("H").hex())
