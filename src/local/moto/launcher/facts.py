"""What policies hang on, and only moto knows: identities, policies of resources, tags, names."""

import json

from moto import backends

from .setup import ACCOUNT


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


FACTS = {
    "identity": identity,
    "managed-policy": managed_policy,
    "resource-policy": resource_policy,
    "resource-tags": resource_tags,
    "kms-key": kms_key,
    "kms-aliases": kms_aliases,
    "secret": secret,
    "iam-entity": iam_entity,
}
