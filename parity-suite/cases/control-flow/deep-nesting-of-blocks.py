# about: Many nested blocks.
out = []
for a in range(2):
    for b in range(2):
        for c in range(2):
            if a:
                while b:
                    try:
                        if c:
                            with memoryview(b"x"):
                                out.append((a, b, c))
                        else:
                            raise ValueError
                    except ValueError:
                        out.append("e")
                    finally:
                        break
                else:
                    out.append("else")
print(out)
