# about: exec is out by design, and the compiler says so.
# refused: exec
exec("x = 1")
