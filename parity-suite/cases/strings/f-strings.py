# about: f-strings: conversions, specs, nested specs, the = form, quotes inside.
name, value, width = "x", 3.14159, 10
print(f"{name}={value}", f"{name!r:>6}|{value:.2f}|{value:{width}.{2}f}|")
print(f"{value=} {name=!s} {1 + 2 = } {value=:.1f}")
print(f"{{literal}} {'nested'} {"same quotes"} {f"{f'{1}'}"}")
d = {"k": [1, 2]}
print(f"{d['k'][1]} {d!r} {len(d)} {(lambda q: q * 2)(4)}")
print(f"{'a' if value > 3 else 'b'} {value:%} {1_000_000:,} {True:d} {None}")
print(f"""multi
{name}
line""", rf"\d{name}\n", f"{'tab\t'}")
