"""Keys that OpenSSL makes of randomness of its own: no replay makes the same.

A call that had such a key made says so (`made_any`), and the gateway has a checkpoint written before it is answered.
"""

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from .clock import context


def forget():
    """From here on, this thread notes whether a key is made."""
    context.made_keys = False


def made_any():
    """Whether this thread had a key made since `forget`."""
    return context.made_keys


def noted(make):
    def wrapped(*args, **kwargs):
        context.made_keys = True
        return make(*args, **kwargs)

    return wrapped


def install():
    """To be called once, before moto is imported: it may import the functions by their names."""
    rsa.generate_private_key = noted(rsa.generate_private_key)
    ec.generate_private_key = noted(ec.generate_private_key)
    ed25519.Ed25519PrivateKey.generate = staticmethod(noted(ed25519.Ed25519PrivateKey.generate))
