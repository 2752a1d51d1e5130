# about: An uncaught exception of a class of the program.
class Problem(Exception):
    def __str__(self):
        return "problem " + repr(self.args)
raise Problem(1, "two")
