# about: An index outside the string is an IndexError, in both directions.
text = "abc"
for i in (3, -4, 10**20):
    try:
        print(text[i])
    except IndexError as e:
        print("IndexError:", e)
try:
    text["0"]
except TypeError as e:
    print("TypeError:", e)
try:
    text[1.0]
except TypeError as e:
    print("TypeError:", e)
