# about: A tuple's list can change; += on it changes the list and then raises.
t = ([],)
t[0].append(1)
try:
    t[0] += [2]
except TypeError as e:
    print("TypeError:", e)
print(t)
