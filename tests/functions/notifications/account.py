"""What notifications have in a made-up AWS account."""

from dataclasses import dataclass, field
from typing import Any

from moto.ses.models import ses_backends

from functions.aws import open_session
from tests.functions.cloud import REGION, Cloud

ACCOUNT = "123456789012"
TABLE = "vedette-notifications"
CONFIGURATION_SET = "vedette-notifications"
PUSH_SERVICE = "push.example"
SENDER = "cameras@vedette.example"
WEB_URL = "https://vedette.example"

Value = str | int | set[str]


@dataclass
class Account:
    """The table is empty for each test; the key stays."""

    cloud: Cloud
    push_key_arn: str = field(init=False)
    pool: str = field(init=False)
    queue_url: str = ""
    dead_url: str = ""

    def __post_init__(self) -> None:
        session = open_session(REGION)
        self.cognito = session.client("cognito-idp")
        self.ses = session.client("sesv2")
        self.pool = str(self.cognito.create_user_pool(PoolName="people")["UserPool"].get("Id"))
        self.cognito.create_group(UserPoolId=self.pool, GroupName="site:home")
        self.cognito.create_group(UserPoolId=self.pool, GroupName="site:barn")
        self.ses.create_email_identity(EmailIdentity=SENDER)
        self.ses.create_configuration_set(ConfigurationSetName=CONFIGURATION_SET)
        key = self.cloud.kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")
        self.push_key_arn = key["KeyMetadata"].get("Arn", "")
        self.empty()

    def empty(self) -> None:
        keys = ("pk", "by_person", "ordered")
        if TABLE in self.cloud.dynamodb.list_tables()["TableNames"]:
            self.cloud.dynamodb.delete_table(TableName=TABLE)
        self.cloud.dynamodb.create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "person",
                    "KeySchema": [
                        {"AttributeName": "by_person", "KeyType": "HASH"},
                        {"AttributeName": "ordered", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
        )
        sqs = self.cloud.sqs
        for url in sqs.list_queues(QueueNamePrefix="vedette-notifications").get("QueueUrls", []):
            sqs.delete_queue(QueueUrl=url)
        self.queue_url = sqs.create_queue(QueueName="vedette-notifications")["QueueUrl"]
        self.dead_url = sqs.create_queue(QueueName="vedette-notifications-dead")["QueueUrl"]
        for user in self.cognito.list_users(UserPoolId=self.pool)["Users"]:
            self.cognito.admin_delete_user(UserPoolId=self.pool, Username=user.get("Username", ""))
        ses_backends[ACCOUNT][REGION].sent_messages.clear()

    def appoint(self, email: str, site: str = "home") -> str:
        """An owner by the user pool's group; returns the person."""
        user = self.cognito.admin_create_user(
            UserPoolId=self.pool,
            Username=email,
            UserAttributes=[{"Name": "email", "Value": email}],
        )["User"]
        self.cognito.admin_add_user_to_group(
            UserPoolId=self.pool, Username=email, GroupName=f"site:{site}"
        )
        facts = {each["Name"]: each.get("Value", "") for each in user.get("Attributes", [])}
        return facts["sub"]

    def write(self, pk: str, sk: str, **row: Value) -> None:
        """A row of the sites table, as the capability sites writes it."""
        item: dict[str, Any] = {"pk": {"S": pk}, "sk": {"S": sk}}
        for name, value in row.items():
            if isinstance(value, set):
                item[name] = {"SS": sorted(value)}
            else:
                item[name] = {"S": value} if isinstance(value, str) else {"N": str(value)}
        self.cloud.dynamodb.put_item(TableName=self.cloud.sites_table, Item=item)

    def letters(self) -> list[tuple[str, str, str]]:
        """Recipient, subject and text of every e-mail."""
        return [
            (message.destinations["ToAddresses"][0], message.subject, message.body)
            for message in ses_backends[ACCOUNT][REGION].sent_messages
        ]

    def queued(self) -> list[str]:
        """Takes all messages out of the queue of notifications."""
        return self._drain(self.queue_url)

    def parked(self) -> list[str]:
        """The reasons of all dead letters."""
        return self._drain(self.dead_url, "reason")

    def _drain(self, url: str, attribute: str = "") -> list[str]:
        found: list[str] = []
        while messages := self.cloud.sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        ).get("Messages", []):
            for each in messages:
                self.cloud.sqs.delete_message(
                    QueueUrl=url, ReceiptHandle=each.get("ReceiptHandle", "")
                )
                told = each.get("MessageAttributes", {})
                reason = str(told[attribute].get("StringValue")) if attribute in told else ""
                found.append(reason if attribute else each.get("Body", ""))
        return found

    def environment(self) -> dict[str, str]:
        """What infra gives both functions."""
        return {
            "TABLE_NAME": TABLE,
            "SITES_TABLE_NAME": self.cloud.sites_table,
            "USER_POOL_ID": self.pool,
            "PUSH_KEY_ARN": self.push_key_arn,
            "PUSH_SERVICES": f"{PUSH_SERVICE} push.apple.com",
            "MAIL_SENDER": SENDER,
            "MAIL_CONFIGURATION_SET": CONFIGURATION_SET,
            "WEB_URL": WEB_URL,
            "QUEUE_URL": self.queue_url,
            "UPDATES_URL": f"https://data-ats.iot.{REGION}.amazonaws.com",
            "DEAD_LETTER_QUEUE_URL": self.dead_url,
        }
