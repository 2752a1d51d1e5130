# about: sys.exit with a text prints it to standard error and exits with 1.
import sys
print("out")
sys.exit("bad thing")
