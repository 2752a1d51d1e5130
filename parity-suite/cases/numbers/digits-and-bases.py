# about: A small program: digits in any base.
def digits(n: int, base: int) -> str:
    if n == 0:
        return "0"
    sign, n = ("-", -n) if n < 0 else ("", n)
    out = ""
    while n:
        n, r = divmod(n, base)
        out = "0123456789abcdefghijklmnopqrstuvwxyz"[r] + out
    return sign + out
for n in (0, 255, -255, 10**25):
    print(n, [digits(n, b) for b in (2, 3, 16, 36)], int(digits(n, 7), 7) == n)
