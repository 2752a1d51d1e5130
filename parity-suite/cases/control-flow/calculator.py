# about: A small program: a recursive-descent calculator.
def parse(text):
    pos = 0
    def peek():
        return text[pos] if pos < len(text) else ""
    def take():
        nonlocal pos
        pos += 1
        return text[pos - 1]
    def atom():
        if peek() == "(":
            take()
            v = expr()
            if peek() != ")":
                raise SyntaxError(f"expected ) at {pos}")
            take()
            return v
        if peek() == "-":
            take()
            return -atom()
        start = pos
        while peek().isdigit():
            take()
        if start == pos:
            raise SyntaxError(f"unexpected {peek()!r} at {pos}")
        return int(text[start:pos])
    def term():
        v = atom()
        while peek() and peek() in "*/":
            v = v * atom() if take() == "*" else v / atom()
        return v
    def expr():
        v = term()
        while peek() and peek() in "+-":
            v = v + term() if take() == "+" else v - term()
        return v
    v = expr()
    if pos < len(text):
        raise SyntaxError(f"trailing {text[pos:]!r}")
    return v
for text in ("1+2*3", "(1+2)*3", "-4/(2-4)", "2*(3+4)*5", "", "1+", "(1", "1)x", "7/0"):
    try:
        print(text, "=", parse(text))
    except (SyntaxError, ZeroDivisionError) as e:
        print(text, type(e).__name__, e)
