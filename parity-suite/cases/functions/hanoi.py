# about: A small program: towers of Hanoi.
def hanoi(n, a, b, c, moves):
    if n:
        hanoi(n - 1, a, c, b, moves)
        moves.append((a, c))
        hanoi(n - 1, b, a, c, moves)
    return moves
print(hanoi(3, "a", "b", "c", []), len(hanoi(10, 1, 2, 3, [])))
