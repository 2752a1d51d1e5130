# about: A capital sigma at the end of a word becomes the final form when lowered.
for text in ("ΑΣ", "ΑΣΑ", "Σ", "ΑΣ.", "ΑΣ. Α", "Α.Σ", "'Σ'", "ΑΣ ΑΣ"):
    print(text.lower(), [hex(ord(c)) for c in text.lower()])
