# about: 'finally' in 'finally' in 'finally'
def deep(n):
    try:
        print("a", n)
    finally:
        try:
            print("b")
        finally:
            try:
                print("c", 1 // n)
            finally:
                try:
                    print("d")
                finally:
                    try:
                        print("e")
                    finally:
                        x = n
    return x


print(deep(1))
try:
    deep(0)
except ZeroDivisionError as error:
    print(error)
