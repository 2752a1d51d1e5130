# about: upper, lower, title, capitalize, swapcase and casefold follow Unicode.
for text in ("hello World", "straße", "ǆungla", "ÀÉÎÕü", "ΣΑΣ ΌΔΟΣ", "ﬁnish", "İstanbul", "they're bill's 3rd"):
    print(text.upper(), text.lower(), text.title(), text.capitalize(), text.swapcase(), text.casefold(), sep=" | ")
