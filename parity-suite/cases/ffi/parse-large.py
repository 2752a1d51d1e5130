# about: A document of many rows.
import molt
@molt.ffi("molt_json::parse")
def parse(text: str) -> object: ...

rows = ", ".join(['{"id": ' + str(i) + ', "name": "row ' + str(i) + '", "tags": ["a", "b"]}' for i in range(500)])
table = parse("[" + rows + "]")
print(len(table), table[0], table[-1]["name"], sum(row["id"] for row in table))
