# about: A small program: a state machine with match.
def run(text):
    state, out = "start", []
    for c in text:
        match state, c:
            case "start", "a":
                state = "seen-a"
            case "seen-a", "b" | "c":
                out.append(c)
                state = "start"
            case "seen-a", "a":
                pass
            case _, digit if digit.isdigit():
                out.append(int(digit))
            case _:
                state = "start"
    return state, out
print(run("abxac5aab9a"))
