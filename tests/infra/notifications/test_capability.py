"""Promises about notifications: who may sign and send, and nothing more."""

from tests.infra.recording import Program, Resource

POLICY = "aws:iam/rolePolicy:RolePolicy"
NOTIFY = "functions.notifications.handler.notify"


def function(program: Program, handler: str) -> Resource:
    return program.one("aws:lambda/function:Function", handler=handler)


def statements(program: Program, handler: str) -> dict[str, dict[str, object]]:
    role = function(program, handler).inputs["role"].rpartition("/")[2]
    return {each["Sid"]: each for each in program.one(POLICY, role=role).statements()}


def test_the_key_of_pushes_signs_es256_and_only_where_people_are_told(program: Program) -> None:
    (key,) = (
        each
        for each in program.of("aws:kms/key:Key")
        if each.inputs.get("customerMasterKeySpec") == "ECC_NIST_P256"
        and "pushes" in each.inputs["description"]
    )
    assert key.inputs["keyUsage"] == "SIGN_VERIFY"
    signs = statements(program, NOTIFY)["SignPushes"]
    assert signs["Resource"] == [key.outputs["arn"]]
    assert signs["Condition"] == {"StringEquals": {"kms:SigningAlgorithm": "ECDSA_SHA_256"}}
    shows = statements(program, "functions.notifications.handler.api")
    assert "SignPushes" not in shows
    assert shows["ShowPushKey"]["Action"] == ["kms:GetPublicKey"]


def test_mail_comes_from_one_address_by_the_rules_or_not_at_all(
    programs: dict[str, Program],
) -> None:
    for name, program in programs.items():
        environment = function(program, NOTIFY).inputs["environment"]["variables"]
        may = statements(program, NOTIFY)
        if name != "other":
            assert environment["MAIL_SENDER"] == "none"
            assert "SendMail" not in may
            assert program.all_of("aws:sesv2/emailIdentity:EmailIdentity") == []
            continue
        sender = program.one("aws:sesv2/emailIdentity:EmailIdentity")
        rules = program.one("aws:sesv2/configurationSet:ConfigurationSet")
        assert environment["MAIL_SENDER"] == sender.inputs["emailIdentity"]
        assert environment["MAIL_CONFIGURATION_SET"] == rules.inputs["configurationSetName"]
        assert may["SendMail"]["Resource"] == [sender.outputs["arn"], rules.outputs["arn"]]
        assert may["SendMail"]["Condition"] == {
            "StringEquals": {"ses:FromAddress": sender.inputs["emailIdentity"]}
        }
        assert rules.inputs["suppressionOptions"]["suppressedReasons"] == ["BOUNCE", "COMPLAINT"]


def test_browsers_may_only_be_those_of_the_push_services_in_the_settings(
    programs: dict[str, Program],
) -> None:
    api = "functions.notifications.handler.api"
    services = {
        name: function(program, api).inputs["environment"]["variables"]["PUSH_SERVICES"].split()
        for name, program in programs.items()
    }
    assert services["other"] == ["push.example.org"]
    assert "fcm.googleapis.com" in services["dev"]


def test_a_batch_has_time_for_slow_push_services(program: Program) -> None:
    notify = function(program, NOTIFY)
    mapping = program.one(
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        functionName=notify.outputs["arn"],
    )
    assert mapping.inputs["batchSize"] * 6 <= notify.inputs["timeout"]
