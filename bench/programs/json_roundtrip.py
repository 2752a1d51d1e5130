# Dynamic: values to JSON text and back.
import json

rows = [{"id": i, "name": f"row {i}", "tags": ["a", "b", str(i)], "share": i / 7, "ok": i % 2 == 0, "none": None} for i in range(3000)]
total = 0
for _ in range(5):
    text = json.dumps(rows)
    back = json.loads(text)
    total += len(text) + len(back)
print(total, back == rows)
