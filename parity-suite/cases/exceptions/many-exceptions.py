# about: A long loop of exceptions keeps memory flat.
n = 0
for i in range(50000):
    try:
        if i % 2:
            raise ValueError("x" * 10, i)
        {}[i]
    except (ValueError, KeyError) as e:
        n += len(e.args)
print(n)
