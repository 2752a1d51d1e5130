# about: break and continue inside except and finally.
for i in range(5):
    try:
        if i == 1:
            raise ValueError
        if i == 3:
            raise KeyError
        print("ok", i)
    except ValueError:
        print("continue", i)
        continue
    except KeyError:
        print("break", i)
        break
    finally:
        print("finally", i)
