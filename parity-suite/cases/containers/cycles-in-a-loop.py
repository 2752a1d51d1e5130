# about: Lists that contain themselves can be made again and again.
for i in range(1000):
    a = [i]
    a.append(a)
    d = {"self": None}
    d["self"] = d
print(len(a), d["self"] is d)
