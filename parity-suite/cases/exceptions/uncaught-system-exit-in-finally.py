# about: A finally clause runs before the program exits.
import sys
def work():
    try:
        sys.exit(4)
    finally:
        print("cleaning up")
work()
