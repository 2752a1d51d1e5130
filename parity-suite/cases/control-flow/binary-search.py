# about: A small program: bisecting.
def search(items, x):
    lo, hi = 0, len(items)
    while lo < hi:
        mid = (lo + hi) // 2
        if items[mid] < x:
            lo = mid + 1
        elif items[mid] > x:
            hi = mid
        else:
            return mid
    return ~lo
items = [1, 3, 5, 7, 9, 11]
print([search(items, x) for x in range(13)])
