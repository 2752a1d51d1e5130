# about: Parameters annotated str, list and dict take anything.
def show(text: str, items: list, table: dict = None) -> str:
    return str(text) + str(items) + str(table)
print(show("a", [1], {}), show(1, (2,)), show(None, None, 3))
