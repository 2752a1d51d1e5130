# about: Every division by zero has its own message.
for call in (lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: divmod(1, 0), lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: divmod(1.5, 0), lambda: 0 ** -1, lambda: 0.0 ** -2, lambda: pow(2, 5, 0), lambda: 10**30 // 0, lambda: 1 / 0.0):
    try:
        print(call())
    except (ZeroDivisionError, ValueError) as e:
        print(type(e).__name__ + ":", e)
