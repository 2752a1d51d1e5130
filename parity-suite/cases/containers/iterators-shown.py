# about: how iterators are shown
kinds = [
    iter([]), iter(()), iter({}), iter({1}), iter(""), iter(b""), iter(range(3)), iter({}.values()), iter({}.items()),
    reversed([]), reversed(range(3)), reversed({}), map(abs, []), filter(None, []), zip(), enumerate([]), iter(int, 1), object(),
]
for kind in kinds:
    shown = repr(kind)
    print(shown[: shown.index(" at 0x")], str(kind) == shown)
