# about: A small program: validating records with exceptions of its own.
class Invalid(ValueError):
    def __init__(self, field, reason):
        super().__init__(field, reason)
        self.field = field
        self.reason = reason
    def __str__(self):
        return f"{self.field}: {self.reason}"
def check(record):
    errors = []
    for field, kind in (("name", str), ("age", int)):
        try:
            if field not in record:
                raise Invalid(field, "missing")
            if not isinstance(record[field], kind):
                raise Invalid(field, f"not {kind.__name__}")
        except Invalid as e:
            errors.append(e)
    if errors:
        raise Invalid("record", "; ".join(map(str, errors))) from errors[0]
    return record["name"].title()
for record in ({"name": "ann lee", "age": 5}, {"name": 1}, {}):
    try:
        print(check(record))
    except Invalid as e:
        print(e, "|", e.__cause__)
