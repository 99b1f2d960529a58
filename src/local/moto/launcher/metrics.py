"""Data points of AWS's own namespaces, which PutMetricData rightly refuses, in moto's CloudWatch."""

import datetime

from moto import backends

from .clock import now, real_datetime
from .setup import ACCOUNT

# CloudWatch keeps points of a minute for 15 days.
KEPT_SECONDS = 15 * 86_400
FORGET_EVERY_SECONDS = 3600


class Metrics:
    """Rows of points, each published once: rows have keys that rise, and those up to `up_to` are there."""

    def __init__(self):
        self.up_to = ""
        self.forgot = 0.0

    def published(self, input):
        """The key of the last row that is there: {"upTo": text}."""
        return {"upTo": self.up_to}

    def publish(self, input):
        """Adds rows ({"region", "after": key, "rows": [{"key", "namespace", "data"}]}): {"upTo": text}.

        `after` is the last row that the sender takes for published. When it is another, nothing is done: this process is
        not the one that the sender thinks of.
        """
        if input["after"] != self.up_to:
            return {"upTo": self.up_to}
        metrics = backends.get_backend("cloudwatch")[ACCOUNT][input["region"]]
        for row in input["rows"]:
            metrics.put_metric_data(row["namespace"], [point(datum) for datum in row["data"]])
            self.up_to = row["key"]
        if now() - self.forgot > FORGET_EVERY_SECONDS:
            self.forgot = now()
            oldest = real_datetime.fromtimestamp(now() - KEPT_SECONDS, datetime.timezone.utc).replace(tzinfo=None)
            metrics.metric_data = [
                datum for datum in metrics.metric_data if not (own(datum.namespace) and naive(datum.timestamp) < oldest)
            ]
        return {"upTo": self.up_to}


def own(namespace):
    return namespace.startswith("AWS/")


def naive(timestamp):
    return timestamp.astimezone(datetime.timezone.utc).replace(tzinfo=None) if timestamp.tzinfo else timestamp


def point(datum):
    return {
        "MetricName": datum["name"],
        "Value": datum["value"],
        "Unit": datum["unit"],
        "Timestamp": real_datetime.fromtimestamp(datum["at"], datetime.timezone.utc).replace(tzinfo=None),
        "Dimensions": [{"Name": key, "Value": value} for key, value in datum["dimensions"].items()],
    }
