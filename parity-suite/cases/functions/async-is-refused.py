# about: Coroutines are not supported yet, and the compiler says so.
# refused: async
async def f():
    return 1
