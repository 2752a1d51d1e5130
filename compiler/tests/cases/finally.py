def f(items):
    for item in items:
        try:
            if item:
                return item
        except ValueError as error:
            print(error)
        finally:
            print("done")


f([0, 1])
