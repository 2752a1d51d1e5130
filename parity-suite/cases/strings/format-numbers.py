# about: The format mini-language on ints and floats.
for spec in ("d", "5", "<5", "^5", ">5", "=+5", "05", "+", " ", ",", "_", "x", "#x", "X", "#o", "b", "#010b", "c", "e", ".2f", "10.3e", "g", "%", "n", "_b", "_x", ",.1f"):
    print(spec, "|", format(65, spec), "|", format(-1234, spec) if spec != "c" else "")
for spec in ("", ".3", ".0f", "#.0f", "010.2f", "+.1e", "g", "#g", ".10g", "%", ".1%", ",.3f", "_.2f", "z.1f", "<10", "^10.1f", "*>10.1f", "=10"):
    print(spec, "|", format(1234.5678, spec), "|", format(-0.04, spec), "|", format(1e300, spec)[:30])
