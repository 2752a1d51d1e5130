"""Contestants in CPython: one JSON line in, one out.

The first line says what there is: {"versions": {...}, "jobs": ["<job>/<contestant>", ...]}. A request is
{"job": "<job>/<contestant>", "files": [path, ...], "millis": at least so long}, its answer {"ns", "repetitions"}; one
repetition is every file once. Reading the files is not measured.
"""
import json
import platform
import sys
import time
from pathlib import Path

import msgpack
import orjson


def unpack(data):
    return msgpack.unpackb(data, raw=False, strict_map_key=False)


JOBS = {
    "json-to-msgpack/orjson + msgpack, CPython": lambda data: msgpack.packb(orjson.loads(data)),
    "json-to-msgpack/orjson parse only, CPython": orjson.loads,
    "json-to-msgpack/json (standard library) parse only, CPython": json.loads,
    "msgpack-to-json/msgpack + orjson, CPython": lambda data: orjson.dumps(unpack(data)),
    "msgpack-decode/msgpack, CPython": unpack,
}


def run(work, inputs: list[bytes], millis: int) -> dict:
    for data in inputs:
        work(data)
    repetitions, clock, budget = 0, time.perf_counter_ns, millis * 1_000_000
    start = clock()
    while True:
        for data in inputs:
            work(data)
        repetitions += 1
        spent = clock() - start
        if spent >= budget:
            return {"ns": spent, "repetitions": repetitions}


def main() -> None:
    versions = {"CPython": platform.python_version(), "orjson": orjson.__version__, "msgpack (Python)": ".".join(map(str, msgpack.version))}
    print(json.dumps({"versions": versions, "jobs": list(JOBS)}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        inputs = [Path(path).read_bytes() for path in request["files"]]
        print(json.dumps(run(JOBS[request["job"]], inputs, request["millis"])), flush=True)


if __name__ == "__main__":
    main()
