# about: Modules are imported whole, by name and under other names.
import math as m
from math import sqrt, pi as PI
print(m.sqrt(16), sqrt(9), round(PI, 5), m.pi == PI)
