# about: assert with and without messages.
assert True
assert 1, "fine"
for call in (0, 1, 2):
    try:
        if call == 0:
            assert False
        elif call == 1:
            assert [], "empty"
        else:
            assert None, ("tuple", 1)
    except AssertionError as e:
        print("AssertionError", e.args)
