# about: Tabs go to the next column; lines start anew.
print("a\tb\tc".expandtabs(), "a\tb".expandtabs(4), "a\tb".expandtabs(0), "a\tb".expandtabs(1), sep="|")
print(repr("01\t012\t0123\t01234".expandtabs(4)), repr("a\n\tb\r\tc".expandtabs(2)), repr("x\t".expandtabs(-1)))
