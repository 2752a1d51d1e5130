# about: partition and rpartition give three parts always.
print("a=b=c".partition("="), "a=b=c".rpartition("="), "abc".partition("="), "abc".rpartition("="))
try:
    "a".partition("")
except ValueError as e:
    print("ValueError:", e)
