# about: Slices clamp their bounds, steps may be negative, a zero step is an error.
text = "0123456789"
print(text[2:5], text[:3], text[7:], text[-3:], text[:-7])
print(text[100:], text[-100:2], text[5:2] == "")
print(text[::2], text[1::3], text[::-1], text[8:2:-2], text[-1:-100:-3])
print(text[None:None:None])
try:
    text[::0]
except ValueError as e:
    print("ValueError:", e)
