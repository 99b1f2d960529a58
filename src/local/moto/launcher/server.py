"""moto as one WSGI application, behind the launcher's own calls."""

import base64
import hashlib
import json
import time
import traceback

from botocore.model import OperationNotFoundError
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler

from . import checkpoint, openssl_keys
from .claims import environment, serialize, serialized
from .clock import determined
from .facts import FACTS
from .gate import Gate
from .metrics import Metrics

# Seconds for which calls may be held back until a checkpoint can begin.
PATIENCE = 0.04
# Characters of a refusal that a replay gives back.
REFUSAL = 500


class Account:
    """The WSGI application. A request's header X-Lakehouse-Call names a function, its body is the input, in JSON."""

    def __init__(self, seed):
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.gate = Gate()
        self.metrics = Metrics()
        # Checkpoints of another account are not for this one.
        self.name = hashlib.sha256(bytes.fromhex(seed)).hexdigest()[:16]
        # The number of the last journalled call that was carried out. These come one after the other.
        self.entry = 0
        # Controls that change nothing, or that checkpoints must not cut in two.
        self.controls = {
            **FACTS,
            "serialize": serialize,
            "publish-metrics": self.metrics.publish,
            "published-metrics": self.metrics.published,
            "replay": self.replay,
        }

    def __call__(self, environ, start_response):
        length = int(environ.get("CONTENT_LENGTH") or 0)
        # The whole body first: what a handler leaves unread would be taken for the connection's next request.
        body = environ["wsgi.input"].read(length) if length else b""
        name, input = environ["HTTP_X_LAKEHOUSE_CALL"], json.loads(body)
        if name == "checkpoint":
            status, headers, answer = self.control(self.checkpoint, input)
        else:
            with self.gate.shared():
                status, headers, answer = (
                    self.call(input) if name == "call" else self.control(self.controls[name], input)
                )
        start_response(status, headers)
        return [answer]

    def control(self, function, input):
        try:
            answer = json.dumps(function(input)).encode()
        except Exception as error:
            return failed(error)
        return "200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))], answer

    def call(self, claim):
        """Has moto carry a claim out: status line, headers, body."""
        openssl_keys.forget()
        try:
            with determined(claim.get("seed"), claim.get("now")):
                status, headers, body = self.answer(environment(serialized(claim)))
            if openssl_keys.made_any():
                headers = [*headers, ("X-Lakehouse-Undetermined", "keys")]
            return status, headers, body
        except Exception as error:
            return failed(error)
        finally:
            self.entry = claim.get("entry", self.entry)

    def answer(self, environ):
        # moto's own administration, and EC2's metadata, are not part of the account.
        if environ["PATH_INFO"].startswith(("/moto-api", "/latest/", "/favicon.ico")):
            raise NotImplementedError(environ["PATH_INFO"])
        try:
            application = self.moto.get_application(environ)
        except Exception as error:
            raise NotImplementedError("service") from error
        began = []
        body = b"".join(application(environ, lambda status, headers, error=None: began.append((status, headers))))
        return *began[-1], body

    def replay(self, input):
        """Carries calls out, one after the other: what each answered, and all of the last answer."""
        answers, last = [], None
        for claim in input["calls"]:
            status, headers, body = last = self.call(claim)
            code = int(status.split()[0])
            answers.append({"status": code, **({"body": body.decode(errors="replace")[:REFUSAL]} if code >= 300 else {})})
        status, headers, body = last
        return {
            "answers": answers,
            "last": {
                "status": int(status.split()[0]),
                "headers": {key.lower(): value for key, value in headers},
                "body": base64.b64encode(body).decode(),
            },
        }

    def restore(self, files):
        """Restores the first of the files that can be read: {"restored": its head or null, "unreadable": […]}."""
        unreadable = []
        for file in files:
            try:
                head = checkpoint.read(file, self.name)
            except checkpoint.Unreadable as error:
                unreadable.append({"file": file, "reason": str(error)})
                continue
            self.entry, self.metrics.up_to = head["entry"], head["metrics"]
            return {"restored": {"file": file, "entry": head["entry"]}, "unreadable": unreadable}
        return {"restored": None, "unreadable": unreadable}

    def checkpoint(self, input):
        """Writes the state to {"folder"}: {"entry", "file", "bytes", "held": seconds}, or {"busy"}, or what went wrong.

        No call runs while the snapshot is taken; it is written while calls go on.
        """
        with self.gate.alone(PATIENCE) as free:
            if not free:
                return {"busy": True}
            began = time.monotonic()
            entry = self.entry
            file = f"{input['folder']}/{entry:012}.checkpoint"
            head = {**checkpoint.stamp(self.name), "entry": entry, "metrics": self.metrics.up_to}
            snapshot = checkpoint.Snapshot(file, head)
            held = time.monotonic() - began
        return {"entry": entry, "file": file, "held": held, **snapshot.wait()}


def failed(error):
    """An answer for what moto cannot do (501) or fails at (500); the gateway puts it into the service's own words."""
    missing = isinstance(error, (NotImplementedError, OperationNotFoundError))
    if not missing:
        traceback.print_exc()
    text = str(error).encode(errors="replace")
    headers = [
        ("Content-Type", "text/plain"),
        ("Content-Length", str(len(text))),
        ("X-Lakehouse-Failed", type(error).__name__),
    ]
    return ("501 Not Implemented" if missing else "500 Internal Server Error"), headers, text


class Connection(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, *args):
        pass
