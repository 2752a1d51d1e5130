# about: an import that fails is marked as a whole
x = 1; from sys import (argv, nothing_of_the_kind)
