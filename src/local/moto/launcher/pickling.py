"""The state of moto as bytes, and back.

All backends go into one pickle, so that what two of them share is shared again. The dictionaries that hold backends are
globals of moto's modules: they are named, not copied, and filled in place when the state is read, so that whoever holds
one sees what was read. Locks come back free; keys of `cryptography` go as DER.
"""

import copyreg
import importlib
import io
import marshal
import pickle
import sys
import threading
import types
import weakref
from collections import defaultdict

from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.bindings._rust import x509 as rust_x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)
from cryptography.x509 import load_der_x509_certificate
from moto.core.base_backend import AccountSpecificBackend, BackendDict
from moto.iam.models import AWSManagedPolicy

from . import aws_policies
from .clock import real_datetime


class Unpicklable(Exception):
    """Some service's state cannot be written; the message names it."""


def dump():
    """All backends that were used, as bytes that were read once as a trial. @raises Unpicklable"""
    holders = names_of_holders()
    state = [
        (*holders[id(holder)], account, region, backend)
        for holder in used()
        for account, specific in holder.items()
        for region, backend in specific.items()
    ]
    try:
        data = dumped(state, holders)
        # Some objects refuse only now.
        pickle.loads(data)
        return data
    except Exception as error:
        raise Unpicklable(reason(state, holders, error)) from error


def load(data):
    """Puts a dumped state into this process, in place of what is there of the same services, accounts and regions."""
    for module, name, account, region, backend in pickle.loads(data):
        dict.__setitem__(holder_of(module, name)[account], region, backend)


def used():
    """The holders that have an account, each once, in the order of their use."""
    return list({id(holder): holder for holder in BackendDict._instances}.values())


def names_of_holders():
    """By the id of each holder: the module, and the name that it has there."""
    found = {}
    for module_name, module in list(sys.modules.items()):
        if not module_name.startswith("moto.") or not isinstance(module, types.ModuleType):
            continue
        for name, value in list(vars(module).items()):
            # The module that made it comes before those that import it.
            if isinstance(value, BackendDict) and (
                id(value) not in found or module_name == value.backend.__module__
            ):
                found[id(value)] = (module_name, name)
    return found


def holder_of(module, name):
    return getattr(importlib.import_module(module), name)


def specific_of(module, name, account):
    return holder_of(module, name)[account]


def dumped(value, holders):
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.dispatch_table = {
        **copyreg.dispatch_table,
        **dict.fromkeys(defaultdict.__subclasses__(), special_dict),
        **REDUCERS,
        **reducers_of_holders(holders),
    }
    pickler.dump(value)
    return buffer.getvalue()


def reason(state, holders, error):
    """Which service's state is the one that cannot be dumped."""
    for entry in state:
        try:
            pickle.loads(dumped(entry, holders))
        except Exception as own:
            module, _, _, region, _ = entry
            return f"{module.split('.')[1]} in {region}: {type(own).__name__}: {own}"
    return f"{type(error).__name__}: {error}"


def reducers_of_holders(holders):
    by_account = {
        id(specific): (*holders[id(holder)], account) for holder in used() for account, specific in holder.items()
    }
    return {
        BackendDict: lambda holder: (holder_of, holders[id(holder)]),
        AccountSpecificBackend: lambda specific: (specific_of, by_account[id(specific)]),
    }


# --- Reducers of what the standard library does not pickle ---


# Each pair: how a value is taken apart, and how it is made again.


def private_key(key):
    return private_key_of, (key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),)


def private_key_of(data):
    return load_der_private_key(data, None)


def public_key(key):
    return public_key_of, (key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),)


def public_key_of(data):
    return load_der_public_key(data)


def certificate(value):
    return certificate_of, (value.public_bytes(Encoding.DER),)


def certificate_of(data):
    return load_der_x509_certificate(data)


def date_time(value):
    """The class has a stand-in of its name, so it cannot be pickled by its name."""
    return date_time_of, value.__reduce_ex__(4)[1]


def date_time_of(*state):
    return real_datetime(*state)


def default_dict(value):
    """The factory may be a function without a name, if it holds nothing."""
    factory = value.default_factory
    if not isinstance(factory, types.FunctionType) or "<" not in factory.__qualname__ or factory.__closure__:
        return value.__reduce__()
    return dict_of_code, (factory.__module__, marshal.dumps(factory.__code__)), None, None, iter(value.items())


def special_dict(value):
    """moto's own kinds of `defaultdict` have constructors of their own, which must not run again."""
    return empty_of, (type(value),), (value.default_factory, value.__dict__), None, iter(value.items()), fill


def empty_of(kind):
    return kind.__new__(kind)


def fill(value, state):
    value.default_factory, attributes = state
    value.__dict__.update(attributes)


def weak_values(value):
    """Whatever is in it is held by something else of the state, too."""
    return weakref.WeakValueDictionary, (), None, None, iter(list(value.items()))


def dict_of_code(module, code):
    return defaultdict(types.FunctionType(marshal.loads(code), vars(importlib.import_module(module)), "<lambda>"))


REDUCERS = {
    AWSManagedPolicy: aws_policies.reduce,
    aws_policies.KnownPolicy: aws_policies.reduce,
    real_datetime: date_time,
    defaultdict: default_dict,
    weakref.WeakValueDictionary: weak_values,
    type(threading.Lock()): lambda lock: (threading.Lock, ()),
    type(threading.RLock()): lambda lock: (threading.RLock, ()),
    openssl.rsa.RSAPrivateKey: private_key,
    openssl.rsa.RSAPublicKey: public_key,
    openssl.ec.ECPrivateKey: private_key,
    openssl.ec.ECPublicKey: public_key,
    openssl.ed25519.Ed25519PrivateKey: private_key,
    openssl.ed25519.Ed25519PublicKey: public_key,
    rust_x509.Certificate: certificate,
}
