"""Files of checkpoints: moto's whole state after a call of the journal.

A file has three parts: the SHA-256 (hexadecimal, one line) of the others; a line of JSON (HEAD); the pickle of `pickling`.
It holds keys, so it is for its owner only. It is read by the same versions of moto and Python only.
"""

import gc
import hashlib
import json
import os
import platform
import signal
from importlib.metadata import version

from . import pickling

FORMAT = 1
# A process that writes a checkpoint longer than this, in seconds, is stuck.
LONGEST = 120


class Unreadable(Exception):
    """The file cannot be used; the message says why."""


def stamp(account):
    """What must be the same where a checkpoint is read."""
    return {"format": FORMAT, "moto": version("moto"), "python": platform.python_version(), "account": account}


def write(file, head):
    """Writes the present state. On disk when this returns. @raises pickling.Unpicklable, OSError @returns bytes written"""
    body = json.dumps(head).encode() + b"\n" + pickling.dump()
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        out.flush()
        os.fsync(out.fileno())
    return len(body)


def read(file, account):
    """Puts the state of a file into this process. @raises Unreadable @returns its head"""
    try:
        with open(file, "rb") as source:
            data = source.read()
    except OSError as error:
        raise Unreadable(str(error)) from error
    digest, _, body = data.partition(b"\n")
    if digest.decode("latin-1") != hashlib.sha256(body).hexdigest():
        raise Unreadable("it is damaged (its checksum does not fit)")
    line, _, pickled = body.partition(b"\n")
    head = json.loads(line)
    for key, value in stamp(account).items():
        if head.get(key) != value:
            raise Unreadable(f"it was made with {key} {head.get(key)}, and this is {key} {value}")
    try:
        pickling.load(pickled)
    except Exception as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    return head


class Snapshot:
    """A process that has this one's memory as it was when it began, and writes it down while this one goes on."""

    def __init__(self, file, head):
        self.file, self.temporary = file, file + ".new"
        source, self.result = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            self.write_and_end(head)
        os.close(self.result)
        self.source = source

    def write_and_end(self, head):
        answer = {"error": "it ended early"}
        try:
            # The connections belong to the parent: they would stay open as long as this process lives.
            os.dup2(self.result, 3)
            os.closerange(4, 1024)
            gc.disable()
            signal.alarm(LONGEST)
            answer = {"bytes": write(self.temporary, head)}
        except pickling.Unpicklable as error:
            answer = {"unpicklable": str(error)}
        except BaseException as error:
            answer = {"error": f"{type(error).__name__}: {error}", "errno": getattr(error, "errno", None)}
        finally:
            os.write(3, json.dumps(answer).encode())
            os._exit(0)

    def wait(self):
        """Waits until the file is there under its name, or is not: {"bytes"} or {"unpicklable"} or {"error"}."""
        with os.fdopen(self.source, "rb") as source:
            said = source.read()
        os.waitpid(self.pid, 0)
        answer = json.loads(said) if said else {"error": "the process that wrote it died"}
        if "bytes" in answer:
            os.rename(self.temporary, self.file)
            folder = os.open(os.path.dirname(self.file), os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)
        elif os.path.exists(self.temporary):
            os.unlink(self.temporary)
        return answer
