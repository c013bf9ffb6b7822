"""The real services. Not for tests: whoever asks them ends the run."""

import os


class Real:
    def __getattr__(self, name):
        os.write(2, f"the real service was asked: {name}\n".encode())
        os._exit(1)


prices, stock, payment, receipts = Real(), Real(), Real(), Real()
