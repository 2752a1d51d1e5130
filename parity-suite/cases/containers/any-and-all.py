# about: any and all stop as soon as they can.
print(any([]), all([]), any([0, "", None]), all([1, "a", [0]]), any({0: 1}), all("ab"))
it = iter([0, 1, 2])
print(any(it), list(it))
it = iter([1, 0, 2])
print(all(it), list(it))
