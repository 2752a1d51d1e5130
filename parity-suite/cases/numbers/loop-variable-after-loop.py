# about: The loop variable keeps its last value, and assigning to it does not change the loop.
for i in range(3):
    print(i)
    i = 10
print(i)
for j in range(0):
    pass
try:
    print(j)
except NameError as e:
    print("NameError:", e)
