# about: An uncaught exception that is no Exception.
class Stop(BaseException):
    pass
try:
    raise Stop("now")
except Exception:
    print("not here")
