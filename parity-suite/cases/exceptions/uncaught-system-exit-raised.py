# about: raise SystemExit with a str.
print("out")
raise SystemExit("went wrong")
