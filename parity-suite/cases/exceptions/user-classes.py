# about: Exception classes of the program: inheritance, attributes, str.
class AppError(Exception):
    pass
class NotFound(AppError):
    def __init__(self, name, code=404):
        super().__init__(f"{name} not found")
        self.name = name
        self.code = code
class Custom(AppError):
    def __str__(self):
        return "custom:" + ",".join(map(str, self.args))
class Both(KeyError, AppError):
    pass
for e in (AppError("a", 1), NotFound("x"), NotFound("y", code=410), Custom(1, 2), Both("k")):
    try:
        raise e
    except AppError as caught:
        print(type(caught).__name__, str(caught), repr(caught), caught.args, isinstance(caught, KeyError), caught is e)
print(NotFound("z").code, NotFound.__name__, NotFound.__mro__[1].__name__, issubclass(Both, LookupError))
