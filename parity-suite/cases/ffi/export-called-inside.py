# about: An exported function is called by the program as well.
import molt
@molt.export
def count_words(text: str) -> dict[str, int]:
    counts = {}
    for word in text.split():
        counts[word] = counts.get(word, 0) + 1
    return counts
@molt.export
def longest(words: list[str]) -> str:
    return max(words, key=len)
print(count_words("a b a c a"), longest(["x", "xyz", "xy"]), longest(list(count_words("on two three"))))
