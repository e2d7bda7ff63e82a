"""E-mail of the laptop cloud: sent by declared senders under declared rules, read by people."""

import json
import stat
from typing import Any

import pulumi_aws as aws
import pytest
from botocore.exceptions import ClientError

from local.account import Credentials
from local.foreign import Foreign
from local.mailbox import Letter, Mailbox
from tests.local.laptop import LaptopCloud

SENDER = "cameras@vedette.example"


def declare() -> None:
    aws.sesv2.ConfigurationSet(
        "rules",
        configuration_set_name="rules",
        suppression_options={"suppressed_reasons": ["BOUNCE", "COMPLAINT"]},
        delivery_options={"tls_policy": "REQUIRE"},
    )
    aws.sesv2.EmailIdentity("sender", email_identity=SENDER)
    aws.sesv2.EmailIdentity("domain", email_identity="domain.example")


def sending_role(laptop: LaptopCloud, *resources: str) -> Foreign:
    """A client of SES whose role may send from these."""
    root = laptop.account.client("iam")
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    may = {
        "Effect": "Allow",
        "Action": "ses:SendEmail",
        "Resource": [laptop.account.arn("ses", each) for each in resources],
        "Condition": {"StringEquals": {"ses:FromAddress": SENDER}},
    }
    version = {"Version": "2012-10-17"}
    role = root.create_role(
        RoleName="sends", AssumeRolePolicyDocument=json.dumps({**version, "Statement": [trust]})
    )["Role"]["Arn"]
    root.put_role_policy(
        RoleName="sends",
        PolicyName="own",
        PolicyDocument=json.dumps({**version, "Statement": [may]}),
    )
    held = laptop.account.client("sts").assume_role(RoleArn=role, RoleSessionName="test")
    keys = held["Credentials"]
    return laptop.account.client(
        "sesv2", Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    )


def send(client: Foreign, sender: str = SENDER, **more: str) -> None:
    content: dict[str, Any] = {
        "Simple": {"Subject": {"Data": "Tür"}, "Body": {"Text": {"Data": "Zeile 1\nZeile 2"}}}
    }
    client.send_email(
        FromEmailAddress=sender,
        Destination={"ToAddresses": ["anna@example.org", "berta@example.org"]},
        Content=content,
        **more,
    )


def refusal(client: Foreign, sender: str = SENDER, **more: str) -> str:
    with pytest.raises(ClientError) as refused:
        send(client, sender, **more)
    return refused.value.response.get("Error", {}).get("Code", "")


def test_what_a_declared_sender_sends_can_be_read(laptop: LaptopCloud) -> None:
    laptop.realise(declare)
    client = sending_role(laptop, f"identity/{SENDER}", "configuration-set/rules")
    send(client, ConfigurationSetName="rules")
    assert laptop.mailbox.read() == [
        Letter(SENDER, to, "Tür", "Zeile 1\nZeile 2")
        for to in ("anna@example.org", "berta@example.org")
    ]
    file = laptop.folder / "mail.jsonl"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_role_needs_the_sender_and_the_rules(laptop: LaptopCloud) -> None:
    laptop.realise(declare)
    client = sending_role(laptop, f"identity/{SENDER}")
    send(client)
    denied = "AccessDeniedException"
    assert refusal(client, ConfigurationSetName="rules") == denied
    assert refusal(client, "other@domain.example") == denied
    assert len(laptop.mailbox.read()) == 2


def test_nobody_sends_from_what_is_not_declared(laptop: LaptopCloud) -> None:
    laptop.realise(declare)
    root = laptop.account.client("sesv2")
    send(root, "anybody@domain.example")
    assert refusal(root, "cameras@other.example") == "MessageRejected"
    assert len(laptop.mailbox.read()) == 2


def test_an_empty_mailbox_has_no_letters(laptop: LaptopCloud) -> None:
    assert Mailbox(laptop.folder / "none.jsonl").read() == []
