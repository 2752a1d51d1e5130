# about: Complex numbers are not supported, and the compiler says so.
# refused: complex
print(1j * 1j)
