"""Runs moto for one local account: on a unix socket, and so that its state can be replayed.

moto keeps its state in memory. The gateway journals the calls that change it and sends them again at the next start;
for a replay to give the same ids, keys and dates, everything that moto draws or reads from the machine must come from
the request. What the gateway sends is a function's name (header X-Lakehouse-Call) and its input (JSON). `call` is a
request to a service: the claim that the gateway has parsed and decided on. The HTTP request that moto gets is made of the
claim here, by botocore's own serializers; no byte of the caller's request comes this far. A claim may bring

  seed   hexadecimal: seeds the random numbers (also `os.urandom`) that this call draws
  now    seconds since 1970: the clock that this call sees

The other functions (CONTROLS) are the launcher's own.

Started as `python launcher.py`, with one line of JSON on standard input:
{"socket": path, "seed": hex, "born": seconds}. `seed` and `born` are of the account; they are for what moto makes on
its own, such as the default VPC of a region. When it listens it prints a line of JSON, {"models": the folder of
botocore's service models}. It ends when standard input closes, that is, when the gateway is gone.
"""

import base64
import builtins
import datetime
import functools
import hashlib
import hmac
import importlib
import io
import json
import os
import random
import sys
import threading
import time
import traceback
from contextlib import contextmanager

ACCOUNT = "123456789012"

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


# --- Stand-ins, set before moto is imported, so that `from datetime import datetime` finds them too ---


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


datetime.datetime = Clock
time.time = now
os.urandom = random._urandom = urandom
shared = ThreadRandom()
for name in ("random", "randint", "randrange", "choice", "choices", "sample", "shuffle", "uniform", "getrandbits", "randbytes"):
    setattr(random, name, getattr(shared, name))

builtins.__import__ = undetermined(builtins.__import__)
importlib.import_module = undetermined(importlib.import_module)

os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
os.environ["MOTO_DISABLE_GLOBAL_CORS"] = "true"
# moto's boto3 parts look for credentials otherwise.
os.environ.update(AWS_ACCESS_KEY_ID="none", AWS_SECRET_ACCESS_KEY="none", AWS_EC2_METADATA_DISABLED="true")

from urllib.parse import unquote_to_bytes, urlencode  # noqa: E402

import botocore  # noqa: E402
from botocore.loaders import Loader  # noqa: E402
from botocore.model import OperationNotFoundError, ServiceModel  # noqa: E402
from botocore.serialize import create_serializer  # noqa: E402
from botocore.utils import percent_encode_sequence  # noqa: E402
from moto import backends  # noqa: E402
from moto.core.base_backend import AccountSpecificBackend, BackendDict  # noqa: E402
from moto.core.responses import EmptyResult  # noqa: E402
from moto.iam.exceptions import NoSuchEntity  # noqa: E402
from moto.iam.models import Role, User  # noqa: E402
from moto.iam.responses import IamResponse  # noqa: E402
from moto.moto_api._internal.moto_random import MotoRandom  # noqa: E402
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: E402
from werkzeug.serving import WSGIRequestHandler, make_server  # noqa: E402

MotoRandom.random = lambda self: generator().random()
MotoRandom.getrandbits = lambda self, k: generator().getrandbits(k)


# --- The launcher's own calls ---


def document(policy):
    return policy if isinstance(policy, str) else json.dumps(policy)


def identity(input):
    """What IAM knows of one role or user that bears on its rights; {} when there is none of that name."""
    iam = backends.get_backend("iam")[ACCOUNT]["aws"]
    kind, name = input["kind"], input["name"]
    if kind == "role":
        found = next((role for role in iam.roles.values() if role.name == name), None)
    else:
        found = iam.users.get(name)
    if found is None:
        return {}

    def policies(holder):
        inline = [{"name": key, "document": document(value)} for key, value in holder.policies.items()]
        return inline + [{"name": arn, "document": managed(iam, arn)} for arn in holder.managed_policies]

    holders = [found]
    if kind == "user":
        holders += [group for group in iam.groups.values() if found in group.users]
    boundary = found.permissions_boundary_arn
    return {
        "arn": found.arn,
        "id": found.id,
        "policies": [policy for holder in holders for policy in policies(holder)],
        "boundary": managed(iam, boundary) if boundary else None,
        "trust": document(found.assume_role_policy_document) if kind == "role" else None,
        "maxSessionDuration": int(found.max_session_duration or 3600) if kind == "role" else None,
        "tags": pairs(found.tags or []),
    }


def managed(iam, arn):
    policy = iam.managed_policies[arn]
    return document(next(v for v in policy.versions if v.version_id == policy.default_version_id).document)


def managed_policy(input):
    """A managed policy's default version: {"document": text, or null when there is no policy of that ARN}."""
    iam = backends.get_backend("iam")[ACCOUNT]["aws"]
    return {"document": managed(iam, input["arn"]) if input["arn"] in iam.managed_policies else None}


def pairs(tags, key="Key", value="Value"):
    """A list of tags as an object."""
    return {tag[key]: tag.get(value) or "" for tag in tags}


def resource_policy(input):
    """The policy of a resource, or a role's trust: {"policy": text or null}; key aliases are resolved: {"arn"}."""
    service, region, name = input["service"], input["region"], input["name"]
    backend = backends.get_backend(service)[ACCOUNT]
    if service == "s3":
        bucket = backend["aws"].buckets.get(name)
        policy = bucket.policy if bucket else None
        return {"policy": policy.decode() if isinstance(policy, bytes) else policy}
    if service == "iam":
        role = next((role for role in backend["aws"].roles.values() if role.name == name), None)
        return {"policy": document(role.assume_role_policy_document) if role else None}
    if region not in backend:
        return {"policy": None}
    if service == "kms":
        key = find_key(backend[region], name)
        return {"policy": key.policy, "arn": key.arn} if key else {"policy": None}
    if service == "sns":
        topic = backend[region].topics.get(name)
        return {"policy": topic.policy if topic else None}
    if service == "secretsmanager":
        secret = next((secret for secret in dict.values(backend[region].secrets) if secret.arn == name), None)
        return {"policy": getattr(secret, "policy", None) or None}
    if service == "lambda":
        function = functions(backend[region]).get(name)
        policy = function["latest"].policy if function else None
        return {"policy": json.dumps(policy.get_policy()["Policy"]) if policy and policy.statements else None}
    queue = backend[region].queues.get(name)
    policy = queue.policy if queue else None
    return {"policy": document(policy) if policy else None}


def find_key(kms, name):
    """The key of an id, an ARN or an alias, if it is there; KMS's own look-up would make keys of AWS's aliases."""
    name = name.rpartition(":key/")[2] if name.startswith("arn:") and ":key/" in name else name
    if name.startswith("alias/"):
        return next((key for key in kms.keys.values() if name in key.aliases), None)
    return kms.keys.get(name)


def kms_key(input):
    """The ARN of a key by its id or alias: {"arn": text or null}."""
    backend, region = backends.get_backend("kms")[ACCOUNT], input["region"]
    key = find_key(backend[region], input["name"]) if region in backend else None
    return {"arn": key.arn if key else None}


def kms_aliases(input):
    """The aliases of the key of an ARN: {"aliases": names}."""
    region = input["arn"].split(":")[3]
    backend = backends.get_backend("kms")[ACCOUNT]
    key = find_key(backend[region], input["arn"]) if region in backend.keys() else None
    return {"aliases": sorted(key.aliases) if key else []}


def secret(input):
    """The ARN of a secret by its name or ARN, with its random suffix: {"arn": text or null}."""
    backend, region = backends.get_backend("secretsmanager")[ACCOUNT], input["region"]
    found = backend[region].secrets.get(input["name"]) if region in backend else None
    return {"arn": found.arn if found else None}


def iam_entity(input):
    """The ARN of an entity of IAM by its name, with its path; of an access key, that of its user: {"arn": text or null}."""
    iam = backends.get_backend("iam")[ACCOUNT]["aws"]
    kind, name = input["kind"], input["name"]
    if kind == "access-key":
        found = next((user for user in iam.users.values() for key in user.access_keys if key.access_key_id == name), None)
    else:
        entities = {
            "role": iam.roles,
            "user": iam.users,
            "group": iam.groups,
            "instance-profile": iam.instance_profiles,
            "server-certificate": iam.certificates,
        }[kind]
        names = ("name", "cert_name")
        found = next((one for one in entities.values() if name in [getattr(one, key, None) for key in names]), None)
    return {"arn": found.arn if found else None}


def functions(of_region):
    """Lambda functions by name."""
    return of_region._lambdas._functions


def resource_tags(input):
    """The tags of the resource of an ARN: {"tags": {}} also for what has none, or is not there."""
    _, _, service, region, _, name = input["arn"].split(":", 5)
    find = TAGS.get(service)
    backend = backends.get_backend(service)[ACCOUNT] if find else {}
    region = "aws" if service == "iam" else region
    return {"tags": find(backend[region], input["arn"], name) if find and region in backend else {}}


def iam_tags(iam, arn, name):
    kind = name.split("/")[0]
    if kind == "role":
        return pairs(next((role.tags for role in iam.roles.values() if role.arn == arn), []))
    if kind == "user":
        return iam.tagger.get_tag_dict_for_resource(arn)
    policy = iam.managed_policies.get(arn)
    return pairs(policy.tags.values()) if policy else {}


def kms_tags(kms, arn, name):
    key = find_key(kms, name.removeprefix("key/"))
    return pairs(kms.tagger.list_tags_for_resource(key.id)["Tags"], "TagKey", "TagValue") if key else {}


def secret_tags(secrets, arn, name):
    return pairs(next((secret.tags or [] for secret in dict.values(secrets.secrets) if secret.arn == arn), []))


def function_tags(of_region, arn, name):
    function = functions(of_region).get(name.split(":")[1])
    return function["latest"].tags if function else {}


TAGS = {
    "iam": iam_tags,
    "kms": kms_tags,
    "secretsmanager": secret_tags,
    "lambda": function_tags,
    "sns": lambda sns, arn, name: sns.topics[arn]._tags if arn in sns.topics else {},
    "sqs": lambda sqs, arn, name: sqs.queues[name].tags if name in sqs.queues else {},
    "logs": lambda logs, arn, name: logs.tagger.get_tag_dict_for_resource(arn)
    or logs.tagger.get_tag_dict_for_resource(arn.removesuffix(":*")),
    "cloudwatch": lambda metrics, arn, name: metrics.tagger.get_tag_dict_for_resource(arn),
}


# --- Boundaries, which moto keeps of roles only, and without a look at the policy ---


def boundary_of(response):
    """The boundary that a request names, of which IAM demands that it is there."""
    arn = response._get_param("PermissionsBoundary")
    if arn and arn not in response.backend.managed_policies:
        raise NoSuchEntity(f"Policy {arn} does not exist or is not attachable.")
    return arn


def checked(operation):
    def wrapped(response):
        boundary_of(response)
        return operation(response)

    return wrapped


def create_user_with_boundary(operation):
    def wrapped(response):
        boundary = boundary_of(response)
        answer = operation(response)
        response.backend.get_user(response._get_param("UserName")).permissions_boundary_arn = boundary
        return answer

    return wrapped


def put_user_permissions_boundary(response):
    response.backend.get_user(response._get_param("UserName")).permissions_boundary_arn = boundary_of(response)
    return EmptyResult()


def delete_user_permissions_boundary(response):
    user = response.backend.get_user(response._get_param("UserName"))
    if not user.permissions_boundary_arn:
        raise NoSuchEntity(f"The user with name {user.name} does not have a permissions boundary.")
    user.permissions_boundary_arn = None
    return EmptyResult()


User.permissions_boundary_arn = None
User.permissions_boundary = Role.permissions_boundary
IamResponse.create_user = create_user_with_boundary(IamResponse.create_user)
IamResponse.put_user_permissions_boundary = put_user_permissions_boundary
IamResponse.delete_user_permissions_boundary = delete_user_permissions_boundary
IamResponse.create_role = checked(IamResponse.create_role)
IamResponse.put_role_permissions_boundary = checked(IamResponse.put_role_permissions_boundary)


def publish_metrics(input):
    """Puts data points of AWS's own namespaces, which PutMetricData rightly refuses, into CloudWatch."""
    metrics = backends.get_backend("cloudwatch")[ACCOUNT][input["region"]]
    metrics.put_metric_data(
        input["namespace"],
        [
            {
                "MetricName": datum["name"],
                "Value": datum["value"],
                "Unit": datum["unit"],
                "Timestamp": real_datetime.fromtimestamp(datum["at"], datetime.timezone.utc).replace(tzinfo=None),
                "Dimensions": [{"Name": key, "Value": value} for key, value in datum["dimensions"].items()],
            }
            for datum in input["data"]
        ],
    )
    return {}


def serialize(input):
    """The request that a claim becomes, for tests of both directions."""
    request = serialized(input)
    return {**request, "body": base64.b64encode(request["body"]).decode()}


CONTROLS = {
    "identity": identity,
    "managed-policy": managed_policy,
    "resource-policy": resource_policy,
    "resource-tags": resource_tags,
    "publish-metrics": publish_metrics,
    "serialize": serialize,
    "kms-key": kms_key,
    "kms-aliases": kms_aliases,
    "secret": secret,
    "iam-entity": iam_entity,
}


# --- What moto makes on its own ---


# Loaded before the first request, which would otherwise wait for them.
EARLY = ("iam", "kms", "s3", "sns", "cloudwatch")


def backends_from(seed, born):
    """A service's backend in a region, whichever request is the first to need it, is made of the account's own seed."""

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


# --- Claims become requests ---


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


# --- The server ---


class Account:
    """moto as one WSGI application, behind the launcher's own calls."""

    def __init__(self):
        self.moto = DomainDispatcherApplication(create_backend_app)

    def __call__(self, environ, start_response):
        length = int(environ.get("CONTENT_LENGTH") or 0)
        # The whole body first: what a handler leaves unread would be taken for the connection's next request.
        body = environ["wsgi.input"].read(length) if length else b""
        try:
            name, input = environ["HTTP_X_LAKEHOUSE_CALL"], json.loads(body)
            if name == "call":
                return self.call(input, start_response)
            answer = json.dumps(CONTROLS[name](input)).encode()
            start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
            return [answer]
        except Exception as error:
            return failed(error, start_response)

    def call(self, claim, start_response):
        with determined(claim.get("seed"), claim.get("now")):
            environ = environment(serialized(claim))
            # moto's own administration, and EC2's metadata, are not part of the account.
            if environ["PATH_INFO"].startswith(("/moto-api", "/latest/", "/favicon.ico")):
                raise NotImplementedError(environ["PATH_INFO"])
            try:
                application = self.moto.get_application(environ)
            except Exception as error:
                raise NotImplementedError("service") from error
            return [b"".join(application(environ, start_response))]


def failed(error, start_response):
    """An answer for what moto cannot do (501) or fails at (500); the gateway puts it into the service's own words."""
    missing = isinstance(error, (NotImplementedError, OperationNotFoundError))
    if not missing:
        traceback.print_exc()
    text = str(error).encode(errors="replace")
    head = [("Content-Type", "text/plain"), ("Content-Length", str(len(text))), ("X-Lakehouse-Failed", type(error).__name__)]
    start_response("501 Not Implemented" if missing else "500 Internal Server Error", head, sys.exc_info())
    return [text]


class Connection(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, *args):
        pass


def end_with_parent():
    sys.stdin.buffer.read()
    os._exit(0)


def main():
    setup = json.loads(sys.stdin.readline())
    threading.Thread(target=end_with_parent, daemon=True).start()
    backends_from(setup["seed"], setup["born"])
    for service in EARLY:
        backends.get_backend(service)[ACCOUNT]
    server = make_server("unix://" + setup["socket"], 0, Account(), threaded=True, request_handler=Connection)
    os.chmod(setup["socket"], 0o600)
    models = os.path.join(os.path.dirname(botocore.__file__), "data")
    print(json.dumps({"models": models}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
