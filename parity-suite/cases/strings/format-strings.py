# about: Alignment, fill and precision of strings.
for spec in ("", "10", "<10", ">10", "^10", "*^9", ".2", "5.2", "s", "é>6", "🐍<4", "010"):
    print("[" + format("abc", spec) + "]")
for spec in ("d", "+", "=5", ",", "z"):
    try:
        print(format("abc", spec))
    except ValueError as e:
        print("ValueError:", e)
