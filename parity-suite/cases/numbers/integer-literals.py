# about: Literals in all bases, with underscores, and floats in all forms.
print(0xFF, 0o17, 0b1010, 1_000_000, 0x_ff, 00, 123456789012345678901234567890, 0xFFFFFFFFFFFFFFFFFFFF)
print(1e3, 1E-3, .5, 5., 1_0.0_1, 1e0, 0e5, 1.0e+10, 3.0)
