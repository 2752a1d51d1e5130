# Dynamic: counting words and numbers in dicts.
def count(n):
    words = ("alpha beta gamma delta epsilon zeta eta theta iota kappa " * 20).split()
    counts = {}
    for i in range(n):
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    numbers = {}
    x = 12345
    for _ in range(n * 200):
        x = (x * 1103515245 + 12345) % 2147483648
        k = x % 1000
        if k in numbers:
            numbers[k] += 1
        else:
            numbers[k] = 1
    return sorted(counts.items())[0], len(numbers), sum(numbers.values())


print(count(1000))
