"""Runs moto for one local account: on a unix socket, and so that its state can be kept and replayed.

moto keeps its state in memory. The gateway journals the calls that change it, has checkpoints of the state written, and
sends the calls behind the last checkpoint again at the next start. For a replay to give the same ids, keys and dates,
everything that moto draws or reads from the machine must come from the request (clock.py, seeds.py). What the gateway
sends is a function's name and its input (server.py). `call` is a request to a service: the claim that the gateway has
parsed and decided on. The HTTP request that moto gets is made of the claim here (claims.py); no byte of the caller's
request comes this far. Besides its input, a claim may bring

  seed   hexadecimal: seeds the random numbers (also `os.urandom`) that this call draws
  now    seconds since 1970: the clock that this call sees
  entry  the number of the call in the journal

Started as `python launcher` (this folder), with one line of JSON on standard input:
{"socket": path, "seed": hex, "born": seconds, "checkpoints": paths, the best first}. `seed` and `born` are of the account;
they are for what moto makes on its own. When it listens it prints a line of JSON, {"models": the folder of botocore's
service models, "restored", "unreadable"}. It ends when standard input closes, that is, when the gateway is gone.
"""

import json
import os
import sys
import threading

# The folder itself was put into the path; its files must be found in the package only.
sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

from launcher import clock, openssl_keys  # noqa: E402

del sys.path[0]
clock.install()
openssl_keys.install()
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
os.environ["MOTO_DISABLE_GLOBAL_CORS"] = "true"
# moto's boto3 parts look for credentials otherwise.
os.environ.update(AWS_ACCESS_KEY_ID="none", AWS_SECRET_ACCESS_KEY="none", AWS_EC2_METADATA_DISABLED="true")

import botocore  # noqa: E402
from launcher import aws_policies, boundaries, seeds, shortcuts  # noqa: E402
from launcher.server import Account, Connection  # noqa: E402
from launcher.setup import ACCOUNT, EARLY  # noqa: E402
from moto import backends  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402


def end_with_parent():
    sys.stdin.buffer.read()
    os._exit(0)


def load_early(account):
    """Loads services one after the other; a checkpoint waits, since it must not begin amid an import."""
    for service in EARLY:
        with account.gate.shared():
            backends.get_backend(service)[ACCOUNT]


def main():
    setup = json.loads(sys.stdin.readline())
    threading.Thread(target=end_with_parent, daemon=True).start()
    clock.install_in_moto()
    boundaries.install()
    aws_policies.install()
    shortcuts.install()
    seeds.install(setup["seed"], setup["born"])
    account = Account(setup["seed"])
    restored = account.restore(setup["checkpoints"])
    server = make_server("unix://" + setup["socket"], 0, account, threaded=True, request_handler=Connection)
    os.chmod(setup["socket"], 0o600)
    models = os.path.join(os.path.dirname(botocore.__file__), "data")
    print(json.dumps({"models": models, **restored}), flush=True)
    threading.Thread(target=load_early, args=[account], daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    main()
