# about: A small program: retrying.
class Flaky:
    def __init__(self, failures):
        self.failures = failures
        self.calls = 0
    def call(self):
        self.calls += 1
        if self.calls <= self.failures:
            raise ConnectionError(f"try {self.calls}")
        return "ok"
def retry(f, times):
    for attempt in range(times):
        try:
            return f()
        except ConnectionError as e:
            last = e
    raise TimeoutError("gave up") from last
print(retry(Flaky(2).call, 3))
try:
    retry(Flaky(5).call, 3)
except TimeoutError as e:
    print(e, "|", e.__cause__)
