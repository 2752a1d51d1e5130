# about: SystemExit is an exception that can be caught.
import sys
for arg in (None, 0, 5, "text"):
    try:
        sys.exit(arg)
    except SystemExit as e:
        print("SystemExit", e.code, e.args)
try:
    raise SystemExit
except BaseException as e:
    print(type(e).__name__, e.code)
