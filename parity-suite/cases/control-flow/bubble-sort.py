# about: A small program: nested loops with early end.
def bubble(items):
    n = len(items)
    for i in range(n):
        swapped = False
        for j in range(n - 1 - i):
            if items[j] > items[j + 1]:
                items[j], items[j + 1] = items[j + 1], items[j]
                swapped = True
        if not swapped:
            break
    return items
print(bubble([5, 1, 4, 2, 8]), bubble([]), bubble(list("hello")))
