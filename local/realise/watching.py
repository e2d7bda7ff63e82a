"""Log groups and alarms: kept, so that their parameters are checked; no alarm ever rings here."""

from collections.abc import Mapping
from typing import Any

from local.realise.cloud import Cloud, Made, Maker, Wanted


def _log_group(cloud: Cloud, wanted: Wanted) -> Made:
    name = wanted.physical_name()
    retention = wanted.take("retentionInDays")
    wanted.leave("skipDestroy")
    values: dict[str, Any] = {
        "logGroupName": name,
        "kmsKeyId": wanted.take("kmsKeyId"),
        "logGroupClass": wanted.take("logGroupClass"),
        "tags": wanted.tags() or None,
    }
    cloud.call("logs", "CreateLogGroup", values)
    if retention:
        if int(retention) not in _RETENTION_DAYS:
            raise ValueError(f"retentionInDays is {retention:g}, which CloudWatch does not offer")
        values = {"logGroupName": name, "retentionInDays": retention}
        cloud.call("logs", "PutRetentionPolicy", values)
    return Made(name, {"name": name, "arn": cloud.account.arn("logs", f"log-group:{name}")})


_RETENTION_DAYS = frozenset(
    (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922)
) | {3288, 3653}
"""PutRetentionPolicy, retentionInDays: the model says only that it is an integer."""


def _alarm(cloud: Cloud, wanted: Wanted) -> Made:
    name = wanted.physical_name()
    values = {
        "alarmName": name,
        "dimensions": _dimensions(wanted.take("dimensions")),
        "metricQueries": [_query(query) for query in wanted.take("metricQueries", [])] or None,
        "Tags": [{"Key": key, "Value": value} for key, value in wanted.tags().items()] or None,
        **wanted.inputs,
    }
    wanted.inputs.clear()
    cloud.call("cloudwatch", "PutMetricAlarm", values, _ALARM_NAMES)
    return Made(name, {"name": name, "arn": cloud.account.arn("cloudwatch", f"alarm:{name}")})


_ALARM_NAMES = {
    "metricQueries": "Metrics",
    "evaluateLowSampleCountPercentiles": "EvaluateLowSampleCountPercentile",
    "insufficientDataActions": "InsufficientDataActions",
}


def _dimensions(declared: Mapping[str, str] | None) -> list[dict[str, str]] | None:
    if not declared:
        return None
    return [{"Name": name, "Value": value} for name, value in declared.items()]


def _query(declared: Mapping[str, Any]) -> dict[str, Any]:
    """The provider writes a metric's statistic beside its name; the service one level higher."""
    query = dict(declared)
    metric = query.pop("metric", None)
    if metric:
        named = ("namespace", "metricName")
        query["MetricStat"] = {
            "Metric": {
                **{key: metric[key] for key in named if key in metric},
                "Dimensions": _dimensions(metric.get("dimensions")),
            },
            "Period": metric["period"],
            "Stat": metric["stat"],
            "Unit": metric.get("unit"),
        }
    return query


MAKERS: Mapping[str, Maker] = {
    "aws:cloudwatch/logGroup:LogGroup": _log_group,
    "aws:cloudwatch/metricAlarm:MetricAlarm": _alarm,
}
