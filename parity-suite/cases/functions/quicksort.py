# about: A small program: quicksort and mergesort.
def quick(xs):
    if len(xs) < 2:
        return xs
    p, *rest = xs
    return quick([x for x in rest if x < p]) + [p] + quick([x for x in rest if x >= p])
def merge(xs):
    if len(xs) < 2:
        return xs
    mid = len(xs) // 2
    a, b, out = merge(xs[:mid]), merge(xs[mid:]), []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] <= b[j]:
            out.append(a[i]); i += 1
        else:
            out.append(b[j]); j += 1
    return out + a[i:] + b[j:]
data = [5, 3, 8, 1, 9, 2, 7, 3]
print(quick(data), merge(data), quick(list("quick")) == sorted("quick"))
