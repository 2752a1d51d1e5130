# about: __name__ is __main__ in a program.
def main():
    print("main runs")
if __name__ == "__main__":
    main()
print(__name__)
