"""Services of AWS are let in by the policies of resources alone."""

import pytest

from local.gate.resources import find_policy, find_trust
from local.gate.service_principals import service_allowed
from tests.local.gate.cloud import ACCOUNT, HERE, ROOT_ARN, Cloud, allow, deny, document

EVENTS = "events.amazonaws.com"
RULE = f"arn:aws:events:{HERE}:rule/clips"
QUEUE = f"arn:aws:sqs:{HERE}:clips"
FROM_RULE = {"ArnEquals": {"aws:SourceArn": RULE}, "StringEquals": {"AWS:SourceAccount": ACCOUNT}}
MAY = allow("sqs:SendMessage", QUEUE, Principal={"Service": EVENTS}, Condition=FROM_RULE)


def _asks(policy: str | None, service: str = EVENTS, source: str = RULE) -> bool:
    return service_allowed(policy, service, "sqs:SendMessage", QUEUE, source, ACCOUNT)


def test_a_rule_delivers_to_the_queue_that_names_it() -> None:
    assert _asks(document(MAY))


@pytest.mark.parametrize(
    "policy",
    [
        None,
        "",
        "{}",
        document(allow("sqs:SendMessage", QUEUE, Principal={"AWS": ROOT_ARN})),
        document(allow("sqs:ReceiveMessage", QUEUE, Principal={"Service": EVENTS})),
        document(allow("sqs:SendMessage", f"{QUEUE}-dead", Principal={"Service": EVENTS})),
        document(allow("sqs:SendMessage", QUEUE, Principal={"Service": "sns.amazonaws.com"})),
        document(MAY, deny("sqs:*", QUEUE, Principal="*")),
        document({**MAY, "Condition": {"Unknown": {"aws:SourceArn": RULE}}}),
        document({**MAY, "Condition": {"StringNotEquals": {"aws:Unheard": "x"}}}),
    ],
)
def test_no_other_policy_lets_it(policy: str | None) -> None:
    assert not _asks(policy)


def test_neither_another_rule_nor_another_service_is_let_in() -> None:
    assert not _asks(document(MAY), source=f"{RULE}2")
    assert not _asks(document(MAY), service="cloudfront.amazonaws.com")


def test_a_tls_only_statement_does_not_stop_a_service() -> None:
    only_tls = {"Bool": {"aws:SecureTransport": "false"}}
    assert _asks(document(MAY, deny("sqs:*", QUEUE, Principal="*", Condition=only_tls)))


def test_the_policy_that_moto_holds_of_a_queue_is_found(cloud: Cloud) -> None:
    url, arn = cloud.queue()
    asked = EVENTS, "sqs:SendMessage", arn, RULE, ACCOUNT
    assert not service_allowed(find_policy(ACCOUNT, arn).document, *asked)
    rules = document({**MAY, "Resource": arn})
    cloud.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": rules})
    assert service_allowed(find_policy(ACCOUNT, arn).document, *asked)


def test_a_distribution_decrypts_with_the_key_that_names_it(cloud: Cloud) -> None:
    source = f"arn:aws:cloudfront::{ACCOUNT}:distribution/E1"
    key = cloud.key(
        allow("kms:*", "*", Principal={"AWS": ROOT_ARN}),
        allow(
            "kms:Decrypt",
            "*",
            Principal={"Service": "cloudfront.amazonaws.com"},
            Condition={"StringEquals": {"aws:SourceArn": source}},
        ),
    )
    held = find_policy(ACCOUNT, key).document
    service = "cloudfront.amazonaws.com"
    assert service_allowed(held, service, "kms:Decrypt", key, source, ACCOUNT)
    assert not service_allowed(held, service, "kms:Decrypt", key, f"{source}2", ACCOUNT)
    assert not service_allowed(held, service, "kms:GenerateDataKey", key, source, ACCOUNT)


def test_a_trust_policy_lets_a_service_assume_its_role(cloud: Cloud) -> None:
    source = f"arn:aws:lambda:{HERE}:function:clips"
    role = cloud.role(trust=allow("sts:AssumeRole", Principal={"Service": "lambda.amazonaws.com"}))
    held = find_trust(ACCOUNT, role).document
    asked = "sts:AssumeRole", role, source, ACCOUNT
    assert service_allowed(held, "lambda.amazonaws.com", *asked)
    assert not service_allowed(held, EVENTS, *asked)
