"""Time and randomness of one request: stand-ins for what moto draws or reads from the machine.

`install` sets them before moto is imported, so that `from datetime import datetime` finds them too.
"""

import builtins
import datetime
import importlib
import os
import random
import sys
import threading
import time
from contextlib import contextmanager

# One generator and one clock for each thread, and a thread serves one request at a time.
context = threading.local()

real_urandom, real_time, real_datetime = os.urandom, time.time, datetime.datetime


def generator():
    found = getattr(context, "generator", None)
    if found is None:
        found = context.generator = random.Random(real_urandom(32))
    return found


def now():
    frozen = getattr(context, "now", None)
    return real_time() if frozen is None else frozen


@contextmanager
def determined(seed, at):
    """Inside, this thread draws from `seed` (None: real randomness) and sees the time `at` (None: the real time)."""
    before = (generator(), getattr(context, "seeded", False), getattr(context, "now", None))
    context.generator = random.Random(real_urandom(32) if seed is None else int(seed, 16))
    context.seeded, context.now = seed is not None, at
    try:
        yield
    finally:
        context.generator, context.seeded, context.now = before


def undetermined(load):
    """What a module draws while it is imported must not shift the numbers of the request that imports it first."""

    def wrapped(name, *args, **kwargs):
        if name in sys.modules or not getattr(context, "seeded", False):
            return load(name, *args, **kwargs)
        with determined(None, None):
            return load(name, *args, **kwargs)

    return wrapped


class ClockType(type(real_datetime)):
    """Real date-times, made anywhere, count as instances of the stand-in class."""

    def __instancecheck__(cls, value):
        return isinstance(value, real_datetime)

    def __subclasscheck__(cls, other):
        return issubclass(other, real_datetime)


class Clock(real_datetime, metaclass=ClockType):
    def __new__(cls, *args, **kwargs):
        return real_datetime(*args, **kwargs)

    @classmethod
    def now(cls, tz=None):
        return real_datetime.fromtimestamp(now(), tz)

    @classmethod
    def today(cls):
        return real_datetime.fromtimestamp(now())

    @classmethod
    def utcnow(cls):
        return real_datetime.fromtimestamp(now(), datetime.timezone.utc).replace(tzinfo=None)


class ThreadRandom(random.Random):
    """Draws from the thread's generator, whoever shares the object."""

    def random(self):
        return generator().random()

    def getrandbits(self, k):
        return generator().getrandbits(k)


def urandom(count):
    return generator().randbytes(count) if getattr(context, "seeded", False) else real_urandom(count)


def keep_real_class_in_cryptography():
    """cryptography looks the class of date-times up once, in C, where the stand-in would not do."""
    from cryptography.x509.verification import PolicyBuilder

    PolicyBuilder().time(real_datetime(2000, 1, 1))


def install():
    """Puts the stand-ins in place. To be called once, before moto is imported."""
    keep_real_class_in_cryptography()
    datetime.datetime = Clock
    time.time = now
    os.urandom = random._urandom = urandom
    shared = ThreadRandom()
    for name in (
        "random",
        "randint",
        "randrange",
        "choice",
        "choices",
        "sample",
        "shuffle",
        "uniform",
        "getrandbits",
        "randbytes",
    ):
        setattr(random, name, getattr(shared, name))
    builtins.__import__ = undetermined(builtins.__import__)
    importlib.import_module = undetermined(importlib.import_module)


def install_in_moto():
    """moto has a generator of its own; it draws from that of the request, too."""
    from moto.moto_api._internal.moto_random import MotoRandom

    MotoRandom.random = lambda self: generator().random()
    MotoRandom.getrandbits = lambda self, k: generator().getrandbits(k)
