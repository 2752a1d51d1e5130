# about: := in conditions, comprehensions and calls.
data = [1, 5, 2, 8]
i = 0
while (x := data[i]) < 8:
    print(x, end=" ")
    i += 1
print((y := 10) + y, [z for v in data if (z := v * v) > 4], z)
if (n := len(data)) > 3:
    print(f"{n} items, {(m := n * 2)} {m}")
print(max(w := [3, 1]), w)
