"""Starts processes and says what they cost: one JSON line in, one out.

A request is {"command": [file, argument, ...]}, its answer {"first_output_ns", "peak_bytes", "exit", "output"}: the time until
the first byte of standard output could be read, and the most memory that the process had resident. The kernel counts in that
what the process had between fork and exec, which is this file's interpreter: it imports next to nothing, and a figure
near that of the program `true` says only "at most so much".
"""
import json
import os
import sys
import time


def measure(command: list[str]) -> dict:
    ours, theirs = os.pipe()
    start = time.perf_counter_ns()
    child = os.fork()
    if child == 0:
        try:
            os.dup2(theirs, 1)
            os.execvp(command[0], command)
        finally:
            os._exit(127)
    os.close(theirs)
    output = os.read(ours, 1)
    first = time.perf_counter_ns() - start
    while piece := os.read(ours, 65536):
        output += piece
    os.close(ours)
    _, status, usage = os.wait4(child, 0)
    # Linux counts in KiB, macOS in bytes.
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {"first_output_ns": first, "peak_bytes": peak, "exit": os.waitstatus_to_exitcode(status), "output": output.decode("utf-8", "replace")}


# The interpreter itself: a virtual environment's and a version manager's are small programs that start it.
print(json.dumps({"versions": {}, "jobs": [], "python": getattr(sys, "_base_executable", sys.executable)}), flush=True)
for line in sys.stdin:
    print(json.dumps(measure(json.loads(line)["command"])), flush=True)
