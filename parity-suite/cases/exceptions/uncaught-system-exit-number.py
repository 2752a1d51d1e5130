# about: SystemExit with a number above 255 and output before it.
import sys
print("bye")
sys.exit(3)
