"""What `import molt` means to CPython when it records a program: the same functions, by CPython's own json."""

import json


def export(function):
    """An exported function is a function."""
    return function


def ffi(path):
    """The function that the path names. It takes what the stub declares."""
    function = FUNCTIONS[path]

    def decorate(stub):
        def call(*args):
            return function(*args)

        call.__name__ = stub.__name__
        call.__qualname__ = stub.__qualname__
        return call

    return decorate


def parse(text):
    """molt:json/parser#parse: the error is a ValueError."""
    return json.loads(text)


def decode(content):
    """molt:codec/codec#decode of the codec json, without limits."""
    return json.loads(content)


def encode(value):
    """molt:codec/codec#encode of the codec json, without limits."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def validate(content):
    """molt:codec/codec#validate of the codec json, without limits."""
    json.loads(content)


FUNCTIONS = {
    "molt_codec::decode": decode,
    "molt_codec::encode": encode,
    "molt_codec::validate": validate,
    "molt_json::parse": parse,
    "molt_json::parser::parse": parse,
    "molt:json/parser": parse,
    "molt:json/parser#parse": parse,
}
