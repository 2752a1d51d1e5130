class Error(Exception):
    "One of ours."

    def __init__(self, text):
        super().__init__(text)


try:
    raise Error("x")
except Error as error:
    print(f"{error!r:>10}")
