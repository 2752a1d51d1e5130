# about: if, elif, else, nested and on one line.
def grade(n):
    if n >= 90: return "A"
    elif n >= 80:
        if n >= 85:
            return "B+"
        return "B"
    elif n >= 70: return "C"
    else:
        return "F"
print([grade(n) for n in (95, 87, 82, 75, 3)])
if 0: print("no")
elif "": print("no")
else: print("yes")
