"""Programs in CPython: one JSON line in, one out. Pyodide runs the same functions, see programs.mjs.

The first line says what there is: {"versions": {...}, "jobs": ["programs/<contestant>"]}. A request is {"job", "files": [the
program], "millis": at least so long}; its answer has "ns", "repetitions" and the "output" of one run.
"""
import contextlib
import io
import json
import platform
import sys
import time


def run(code) -> str:
    """One run: a namespace of its own, as a new process has, and what it prints."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(code, {"__name__": "__main__"})
    return printed.getvalue()


def measure(source: str, name: str, millis: int) -> dict:
    """Compiled once and run once beforehand, so that neither compiling nor importing is measured."""
    code = compile(source, name, "exec")
    output = run(code)
    repetitions, spent, clock = 0, 0, time.perf_counter_ns
    while repetitions == 0 or spent < millis * 1_000_000:
        start = clock()
        run(code)
        spent += clock() - start
        repetitions += 1
    return {"ns": spent, "repetitions": repetitions, "output": output}


def main() -> None:
    print(json.dumps({"versions": {"CPython": platform.python_version()}, "jobs": ["programs/CPython"]}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        [name] = request["files"]
        with open(name, encoding="utf-8") as file:
            source = file.read()
        print(json.dumps(measure(source, name, request["millis"])), flush=True)


if __name__ == "__main__":
    main()
