"""What notifications have in a made-up AWS account."""

from dataclasses import dataclass, field

from tests.functions.cloud import Cloud

TABLE = "vedette-notifications"
PUSH_SERVICE = "push.example"
SENDER = "cameras@vedette.example"
WEB_URL = "https://vedette.example"


@dataclass
class Account:
    """The table is empty for each test; the key stays."""

    cloud: Cloud
    push_key_arn: str = field(init=False)

    def __post_init__(self) -> None:
        key = self.cloud.kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")
        self.push_key_arn = key["KeyMetadata"].get("Arn", "")
        self.empty()

    def empty(self) -> None:
        if TABLE in self.cloud.dynamodb.list_tables()["TableNames"]:
            self.cloud.dynamodb.delete_table(TableName=TABLE)
        self.cloud.dynamodb.create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[
                {"AttributeName": key, "AttributeType": "S"}
                for key in ("pk", "by_person", "ordered")
            ],
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

    def environment(self) -> dict[str, str]:
        """What infra gives the API function."""
        return {
            "TABLE_NAME": TABLE,
            "PUSH_KEY_ARN": self.push_key_arn,
            "PUSH_SERVICES": f"{PUSH_SERVICE} push.apple.com",
            "MAIL_SENDER": SENDER,
        }
