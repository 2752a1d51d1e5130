# about: Infinities and NaN in the format mini-language.
inf, nan = float("inf"), float("nan")
for spec in ("", "f", "F", "e", "G", "010", "+", "%", ">8", "^8.2f", "=+8"):
    print(spec, "|", format(inf, spec), "|", format(-inf, spec), "|", format(nan, spec))
