# about: The constants of the string module and capwords.
import string
print(string.ascii_letters, string.digits, string.hexdigits, string.octdigits, string.punctuation)
print(repr(string.whitespace), len(string.printable), string.ascii_lowercase, string.ascii_uppercase)
print(string.capwords("hello big  world"), string.capwords("a-b-c", "-"))
