# about: sys.exit ends the program with its code and runs finally blocks.
import sys
try:
    print("before")
    sys.exit(3)
finally:
    print("finally")
print("never")
