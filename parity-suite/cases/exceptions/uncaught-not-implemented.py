# about: An uncaught NotImplementedError in a method.
class Shape:
    def area(self):
        raise NotImplementedError("area of " + type(self).__name__)
class Dot(Shape):
    pass
Dot().area()
