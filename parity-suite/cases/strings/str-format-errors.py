# about: Errors of str.format.
cases = ["{", "}", "{0", "{!}", "{!x}", "{0!r", "{} {1}", "{1} {}", "{2}", "{a}", "{0.x}", "{0[9]}", "{0[k]}", "{:{}}", "{0]}"]
for text in cases:
    try:
        print(text.format([1]))
    except (ValueError, IndexError, KeyError, AttributeError, TypeError) as e:
        print(text, type(e).__name__ + ":", e)
