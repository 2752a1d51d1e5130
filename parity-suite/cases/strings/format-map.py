# about: format_map looks names up in a mapping.
print("{x} {y[0]}".format_map({"x": 1, "y": [2]}))
try:
    "{z}".format_map({"x": 1})
except KeyError as e:
    print("KeyError:", e)
