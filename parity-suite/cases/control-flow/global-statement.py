# about: global binds the module's name, also one that is not there yet.
count = 0
def up():
    global count, made
    count += 1
    made = "here"
up()
up()
print(count, made)
def shadow():
    count = 100
    return count
print(shadow(), count)
def read():
    return count
print(read())
def drop():
    global made
    del made
drop()
try:
    print(made)
except NameError as e:
    print("NameError:", e)
