# about: A module that the runtime does not have is a compile error that lists those it has.
# refused: asyncio
import asyncio
