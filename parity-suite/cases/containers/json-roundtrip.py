# about: json.dumps and json.loads.
import json
value = {"a": [1, 2.5, None, True, "é\n\"x\""], "b": {}, "c": [], "n": -0.0, "big": 10**20, "e": 1e100}
text = json.dumps(value)
print(text, json.loads(text) == value)
print(json.dumps(value, indent=2, ensure_ascii=False))
print(json.dumps({"b": 1, "a": (1, 2)}, sort_keys=True, separators=(",", ":")), json.dumps("🐍\x7f\u2028"), json.dumps({1: 2, None: 3, True: 4, 1.5: 5}))
print(json.loads(' [1, 1.0, 1e2, "\\u00e9\\ud83d\\udc0d", {"k": null}] '), json.dumps(float("inf")), json.loads("[NaN, -Infinity]"))
