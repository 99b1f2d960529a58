"""IAM's 1,485 managed policies of AWS's own, which moto keeps for each of six partitions.

To make them took a second at the first request, and 20 MB in a checkpoint. What moto has of a policy besides its id and its
attachments is in moto's own data, and is taken from there when somebody looks.
"""

import functools
import json

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, IAMBackend, random_policy_id

from .clock import determined

# What is kept of a policy: what is not in moto's data, and what its ARN is made of.
OWN = ("name", "account_id", "partition", "path", "id", "attachment_count")


class KnownPolicy(AWSManagedPolicy):
    """A policy whose content is looked up at first use."""

    def __getattr__(self, name):
        if name.startswith("__") or "versions" in self.__dict__ or "partition" not in self.__dict__:
            raise AttributeError(name)
        # What the constructor draws must not shift the numbers of the request.
        with determined(None, None):
            # IAM's backends are called by their partition, which moto takes for a region.
            made = AWSManagedPolicy.from_data(self.name, self.account_id, self.partition, data()[self.name])
        # moto lists what it makes; this one is for its content only.
        AWSManagedPolicy.instances_tracked.pop()
        self.__dict__ = {**made.__dict__, **self.__dict__}
        return getattr(self, name)


@functools.cache
def data():
    return json.loads(aws_managed_policies_data)


def reduce(policy):
    """How a policy is pickled: by its name, unless somebody has given it more versions or tags."""
    state = policy.__dict__
    if len(state.get("versions", ())) > 1 or state.get("tags"):
        return object.__reduce_ex__(policy, 4)
    return known, tuple(state[key] for key in OWN)


def known(*values):
    policy = KnownPolicy.__new__(KnownPolicy)
    policy.__dict__.update(zip(OWN, values, strict=True))
    return policy


def policies_of(backend):
    """All of them for a new backend. Each draws its id, as it would when it were made at once."""
    return [
        known(name, backend.account_id, backend.partition, policy.get("Path") or "/", random_policy_id(), 0)
        for name, policy in data().items()
    ]


def install():
    """To be called once."""
    IAMBackend._init_aws_policies = policies_of
