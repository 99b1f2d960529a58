"""What moto looks up anew for each request, though it never changes, is looked up once."""

import functools

import moto.backends
import moto.core.responses


def install():
    """A third of the time of a short call was spent on these. To be called once."""
    modules = moto.backends.list_of_moto_modules
    moto.backends.list_of_moto_modules = functools.cache(lambda: tuple(modules()))
    moto.core.responses.method_names_from_class = functools.cache(moto.core.responses.method_names_from_class)
