# about: Arrays and objects become lists and dicts, in their order.
import molt
@molt.ffi("molt_json::parse")
def parse(text: str) -> object: ...

value = parse('{"b": [1, 2.5, null], "a": {"x": [], "y": {}}, "c": [[1], [2, [3]]]}')
print(value, list(value), value["b"][1], value["a"]["x"])
value["b"].append(4)
value["new"] = True
print(value, parse("[]"), parse("{}"))
