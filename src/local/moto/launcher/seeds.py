"""What moto makes on its own, such as the default VPC of a region, is made of the account's own seed."""

import hashlib
import hmac

from moto.core.base_backend import AccountSpecificBackend, BackendDict

from .clock import determined


def install(seed, born):
    """A service's backend in a region, whichever request is the first to need it, is made alike.

    seed: hexadecimal. born: seconds since 1970, the clock that the backend sees while it is made.
    """

    def alike(get):
        def wrapped(holder, name):
            if name in holder.keys():
                return get(holder, name)
            of_backend = hmac.new(bytes.fromhex(seed), f"{holder.service_name} {name}".encode(), hashlib.sha256)
            with determined(of_backend.hexdigest(), born):
                return get(holder, name)

        return wrapped

    for holder in (BackendDict, AccountSpecificBackend):
        holder.__getitem__ = alike(holder.__getitem__)
