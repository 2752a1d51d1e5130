# about: Notes are printed below the last line.
e = ValueError("first")
e.add_note("a note")
e.add_note("another")
raise e
