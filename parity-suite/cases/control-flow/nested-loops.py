# about: break and continue belong to the innermost loop.
for i in range(4):
    for j in range(4):
        if j == i:
            continue
        if j > 2:
            break
        print(i, j, end="; ")
    if i == 2:
        break
print("at", i, j)
