# about: A class with a special method that instances would not be asked for is a compile error at that method.
# refused: classes with '__eq__'
class Point:
    def __init__(self, x):
        self.x = x
    def __eq__(self, other):
        return self.x == other.x
print(Point(1) == Point(1))
