# about: Negative indexes and what is out of bounds.
view = memoryview(b"abcd")
print(view[-1], view[-4], view[0], view[3])
for i in (4, -5, 10**20):
    try:
        print(view[i])
    except IndexError as e:
        print("IndexError:", e)
