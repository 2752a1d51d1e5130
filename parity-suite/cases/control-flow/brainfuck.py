# about: A small program: an interpreter of a tiny language.
def run(code):
    jumps, stack = {}, []
    for i, c in enumerate(code):
        if c == "[":
            stack.append(i)
        elif c == "]":
            j = stack.pop()
            jumps[i], jumps[j] = j, i
    tape, at, i, out = [0] * 100, 0, 0, ""
    while i < len(code):
        c = code[i]
        if c == ">": at += 1
        elif c == "<": at -= 1
        elif c == "+": tape[at] = (tape[at] + 1) % 256
        elif c == "-": tape[at] = (tape[at] - 1) % 256
        elif c == ".": out += chr(tape[at])
        elif c == "[" and not tape[at]: i = jumps[i]
        elif c == "]" and tape[at]: i = jumps[i]
        i += 1
    return out
print(run("++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+."))
