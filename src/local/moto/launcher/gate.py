"""Many calls at once, or one checkpoint."""

import threading
import time
from contextlib import contextmanager


class Gate:
    """Calls go through together (`shared`); `alone` waits until none is inside, and holds new ones back meanwhile."""

    def __init__(self):
        self.changed = threading.Condition()
        self.inside = 0
        self.closed = False

    @contextmanager
    def shared(self):
        with self.changed:
            while self.closed:
                self.changed.wait()
            self.inside += 1
        try:
            yield
        finally:
            with self.changed:
                self.inside -= 1
                self.changed.notify_all()

    @contextmanager
    def alone(self, patience):
        """Yields whether nobody else is inside. Gives up after `patience` seconds, so that a long call delays no other."""
        end = time.monotonic() + patience
        with self.changed:
            while self.closed:
                self.changed.wait()
            self.closed = True
            while self.inside and (left := end - time.monotonic()) > 0:
                self.changed.wait(left)
            free = self.inside == 0
        try:
            yield free
        finally:
            with self.changed:
                self.closed = False
                self.changed.notify_all()
