# about: A small program: palindromes with filtering.
def palindrome(text):
    letters = [c.casefold() for c in text if c.isalnum()]
    return letters == letters[::-1]
for text in ("A man, a plan, a canal: Panama", "not one", "", "Ésope reste ici et se repose", "été"):
    print(repr(text), palindrome(text))
