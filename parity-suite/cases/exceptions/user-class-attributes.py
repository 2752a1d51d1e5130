# about: Class attributes and methods of exception classes.
class HttpError(Exception):
    status = 500
    def describe(self):
        return f"{self.status} {self.args[0]}"
class Missing(HttpError):
    status = 404
    def describe(self):
        return "missing: " + super().describe()
for e in (HttpError("boom"), Missing("page")):
    print(e.describe(), e.status, type(e).status)
e.status = 1
e.extra = [1]
print(e.status, Missing.status, e.extra)
try:
    e.nope
except AttributeError as a:
    print("AttributeError:", a)
