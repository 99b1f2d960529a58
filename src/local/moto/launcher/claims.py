"""Claims become requests: by botocore's serializers, as the SDK would send them."""

import base64
import datetime
import functools
import io
import sys
from urllib.parse import unquote_to_bytes, urlencode

from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.serialize import create_serializer
from botocore.utils import percent_encode_sequence

from .clock import real_datetime


@functools.cache
def service_model(name):
    return ServiceModel(Loader().load_service_model(name, "service-2"), service_name=name)


def typed(value):
    """A value of a claim: {"$blob": base64} and {"$time": seconds} stand for what JSON does not have."""
    if isinstance(value, list):
        return [typed(one) for one in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and "$blob" in value:
        return base64.b64decode(value["$blob"])
    if len(value) == 1 and "$time" in value:
        return real_datetime.fromtimestamp(value["$time"], datetime.timezone.utc)
    if len(value) == 1 and "$map" in value:
        return {key: typed(one) for key, one in value["$map"].items()}
    return {key: typed(one) for key, one in value.items()}


def serialized(claim):
    """The HTTP request of a claim, as botocore would send it: method, url, headers, body."""
    model = service_model(claim["model"]).operation_model(claim["operation"])
    request = create_serializer(claim["protocol"], include_validation=False).serialize_to_request(typed(claim["input"]), model)
    body = request["body"]
    headers = {key: str(value) for key, value in request["headers"].items()}
    if isinstance(body, dict):
        body = urlencode(body, doseq=True)
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
    path, _, fixed = request["url_path"].partition("?")
    query = "&".join(part for part in (fixed, percent_encode_sequence(request["query_string"] or {})) if part)
    headers["Host"] = claim["host"]
    headers["Authorization"] = (
        f"AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/{claim['region']}/{claim['service']}/aws4_request, "
        "SignedHeaders=host, Signature=0"
    )
    return {
        "method": request["method"],
        "path": path,
        "query": query,
        "headers": headers,
        "body": body.encode() if isinstance(body, str) else bytes(body or b""),
    }


def environment(request):
    """The WSGI environment of a request."""
    headers = {key.lower(): value for key, value in request["headers"].items()}
    uri = request["path"] + (f"?{request['query']}" if request["query"] else "")
    host, _, port = headers["host"].partition(":")
    environ = {
        "REQUEST_METHOD": request["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(request["path"]).decode("latin-1"),
        "QUERY_STRING": request["query"],
        "REQUEST_URI": uri,
        "RAW_URI": uri,
        "SERVER_NAME": host,
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request["body"]),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(request["body"])),
    }
    for key, value in headers.items():
        if key == "content-type":
            environ["CONTENT_TYPE"] = value
        elif key != "content-length":
            environ["HTTP_" + key.upper().replace("-", "_")] = value
    return environ


def serialize(input):
    """The request that a claim becomes, for tests of both directions."""
    request = serialized(input)
    return {**request, "body": base64.b64encode(request["body"]).decode()}
