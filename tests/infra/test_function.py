"""Promises about every function."""

import json
from fnmatch import fnmatchcase

from functions.notifications.settings import AdmitSettings, NotifySettings
from functions.notifications.settings import ApiSettings as NotificationSettings
from functions.settings import (
    ApiSettings,
    ExportSettings,
    IngestSettings,
    KeeperSettings,
    SitesSettings,
    variable_names,
)
from tests.infra.recording import Program, Resource

# What aws-lambda-powertools reads by itself.
_POWERTOOLS = "POWERTOOLS_"
_SETTINGS = {
    "functions.clips.handler.api": ApiSettings,
    "functions.clips.handler.ingest": IngestSettings,
    "functions.clips.handler.export": ExportSettings,
    "functions.notifications.handler.admit": AdmitSettings,
    "functions.notifications.handler.api": NotificationSettings,
    "functions.notifications.handler.notify": NotifySettings,
    "functions.sites.handler.api": SitesSettings,
    "functions.clips.handler.keep": KeeperSettings,
}
# Told all they need by whoever calls them.
_WITHOUT_SETTINGS = {"functions.sites.handler.letter"}


def functions(program: Program) -> list[Resource]:
    return program.of("aws:lambda/function:Function")


def test_every_function_has_the_environment_that_its_settings_read(program: Program) -> None:
    for function in functions(program):
        variables = function.inputs["environment"]["variables"]
        own = {name: value for name, value in variables.items() if not name.startswith(_POWERTOOLS)}
        if function.inputs["handler"] in _WITHOUT_SETTINGS:
            assert own == {}, function.name
            continue
        kind = _SETTINGS[function.inputs["handler"]]
        assert set(own) == variable_names(kind), function.name
        assert kind.read(own), function.name


def test_every_function_has_a_log_that_ends_and_is_encrypted(program: Program) -> None:
    logs = {each.inputs["name"]: each for each in program.of("aws:cloudwatch/logGroup:LogGroup")}
    for function in functions(program):
        log = logs[function.inputs["loggingConfig"]["logGroup"]]
        assert log.inputs["retentionInDays"] > 0
        assert log.inputs["kmsKeyId"].startswith("arn:aws:kms:")
        assert log.urn in program.waits_for(function), "Lambda would make one without an end"


def test_every_log_group_ends_and_is_encrypted(program: Program) -> None:
    for log in program.of("aws:cloudwatch/logGroup:LogGroup"):
        assert log.inputs["retentionInDays"] > 0
        assert log.inputs["kmsKeyId"]


def test_the_key_of_logs_admits_each_log_group_by_name(program: Program) -> None:
    admitted = [
        pattern
        for policy in program.of("aws:kms/keyPolicy:KeyPolicy")
        for statement in policy.statements()
        for pattern in statement.get("Condition", {})
        .get("ArnLike", {})
        .get("kms:EncryptionContext:aws:logs:arn", [])
    ]
    for log in program.of("aws:cloudwatch/logGroup:LogGroup"):
        assert any(fnmatchcase(log.outputs["arn"], pattern) for pattern in admitted), log.name


def test_every_function_has_alarms_that_somebody_hears(program: Program) -> None:
    topic = program.one("aws:sns/topic:Topic").outputs["arn"]
    alarms = program.of("aws:cloudwatch/metricAlarm:MetricAlarm")
    for function in functions(program):
        watched = {
            alarm.inputs["metricName"]
            for alarm in alarms
            if alarm.inputs["namespace"] == "AWS/Lambda"
            and alarm.inputs["dimensions"] == {"FunctionName": function.inputs["name"]}
        }
        assert {"Errors", "Throttles"} <= watched, function.name
    for alarm in alarms:
        assert alarm.inputs["alarmActions"] == [topic], alarm.name
        assert alarm.inputs["treatMissingData"] == "notBreaching", alarm.name


def test_every_function_runs_on_arm_with_traces_and_an_end(program: Program) -> None:
    for function in functions(program):
        assert function.inputs["runtime"] == "python3.13"
        assert function.inputs["architectures"] == ["arm64"]
        assert function.inputs["tracingConfig"]["mode"] == "Active"
        waited_for = function.inputs["handler"].endswith(".api")
        # The HTTP API gives up after 30 s, Lambda after 900.
        assert 1 <= function.inputs["timeout"] <= (29 if waited_for else 900)


def test_no_two_functions_share_a_role(program: Program) -> None:
    roles = [function.inputs["role"] for function in functions(program)]
    assert len(set(roles)) == len(roles)


def test_only_the_api_may_sign_and_only_the_intake_may_read_media(dev: Program) -> None:
    def holders(action: str) -> set[str]:
        return {
            policy.name
            for policy in dev.of("aws:iam/rolePolicy:RolePolicy")
            if f'"{action}"' in json.dumps(policy.statements())
        }

    assert holders("kms:Sign") == {
        "clips-api-policy",
        "clips-export-worker-policy",
        "notifications-notify-policy",
    }
    assert holders("dynamodb:UpdateItem") == {
        "notifications-notify-policy",
        "clips-api-policy",
        "clips-ingest-policy",
        "clips-export-worker-policy",
        "sites-api-policy",
        "clips-keeping-keeper-policy",
    }
    # The keeper puts marks only, the exporter exports only, elsewhere in the bucket.
    assert holders("s3:PutObject") == {
        "gateway-home-policy",
        "clips-export-worker-policy",
        "clips-keeping-keeper-policy",
    }
    assert holders("s3:GetObject") == {"clips-ingest-policy", "clips-export-worker-policy"}
