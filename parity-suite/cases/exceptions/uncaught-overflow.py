# about: An uncaught OverflowError of a float power.
x = 10.0
print(x ** 300)
print(x ** 400)
