# about: A small program: shortest paths in a grid.
grid = ["S.#.", "..#.", "#...", "...G"]
def find(letter):
    for y, row in enumerate(grid):
        if letter in row:
            return row.index(letter), y
def path():
    start, goal = find("S"), find("G")
    queue, came = [start], {start: None}
    for x, y in queue:
        if (x, y) == goal:
            break
        for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)):
            n = x + dx, y + dy
            if 0 <= n[0] < 4 and 0 <= n[1] < 4 and grid[n[1]][n[0]] != "#" and n not in came:
                came[n] = x, y
                queue.append(n)
    at, out = goal, []
    while at:
        out.append(at)
        at = came[at]
    return out[::-1]
print(path())
