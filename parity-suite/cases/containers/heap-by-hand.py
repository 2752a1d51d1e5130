# about: A small program: a binary heap in a list.
def push(heap, item):
    heap.append(item)
    i = len(heap) - 1
    while i and heap[(i - 1) // 2] > heap[i]:
        heap[i], heap[(i - 1) // 2] = heap[(i - 1) // 2], heap[i]
        i = (i - 1) // 2
def pop(heap):
    top, last = heap[0], heap.pop()
    if heap:
        heap[0], i = last, 0
        while (j := 2 * i + 1) < len(heap):
            if j + 1 < len(heap) and heap[j + 1] < heap[j]:
                j += 1
            if heap[i] <= heap[j]:
                break
            heap[i], heap[j] = heap[j], heap[i]
            i = j
    return top
h = []
for n in (5, 3, 8, 1, 9, 2, 7):
    push(h, n)
print([pop(h) for _ in range(7)], h)
